package io.jenkins.plugins.composerelease.steps;

import hudson.console.ConsoleLogFilter;
import hudson.console.ConsoleNote;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What the blocks around a step do to the build's log, for what the step writes elsewhere. */
final class LogMask {
    private final TaskListenerDecorator decorator;

    /** @param decorator null where no block does anything */
    private LogMask(TaskListenerDecorator decorator) {
        this.decorator = decorator;
    }

    static LogMask around(StepContext context) throws IOException, InterruptedException {
        return new LogMask(TaskListenerDecorator.merge(
                TaskListenerDecorator.fromConsoleLogFilter(context.get(ConsoleLogFilter.class)),
                context.get(TaskListenerDecorator.class)));
    }

    /** A stream that writes to another one what the log would show. */
    OutputStream wrap(OutputStream out) throws IOException, InterruptedException {
        return decorator == null ? out : decorator.decorate(out);
    }

    /** A text with everything hidden that is hidden in the log, and without what is only added there, such as times. */
    String mask(String text) {
        if (decorator == null || text.isEmpty()) {
            return text;
        }
        int added = shown("x").length() - 1;
        String masked = shown(text)
                .lines()
                .map(line -> line.substring(Math.min(Math.max(added, 0), line.length())))
                .collect(Collectors.joining("\n"));
        return text.endsWith("\n") ? masked + "\n" : masked;
    }

    /** Without a line end at its end. */
    private String shown(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = decorator.decorate(bytes)) {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array accepts every write", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a text was masked", e);
        }
        String all = ConsoleNote.removeNotes(bytes.toString(StandardCharsets.UTF_8));
        return all.endsWith("\n") ? all.substring(0, all.length() - 1) : all;
    }
}
