package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The last line of a terminal, rewritten in place while something takes its time. */
class StatusLine implements AutoCloseable {
    private static final StatusLine NONE = new StatusLine();

    private StatusLine() {}

    static StatusLine none() {
        return NONE;
    }

    static StatusLine live(Terminal terminal) {
        return new Live(terminal);
    }

    /** Shows a text, already masked, with the time since it was first shown. */
    void show(String text) {}

    /** Removes the line, so that another can be printed in its place. */
    void clear() {}

    @Override
    public void close() {}

    private static final class Live extends StatusLine {
        private final Terminal terminal;
        private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "status-line");
            thread.setDaemon(true);
            return thread;
        });
        private String text = "";
        private Deadline since = Deadline.in(Duration.ZERO);
        private boolean drawn;

        Live(Terminal terminal) {
            this.terminal = terminal;
            ticker.scheduleAtFixedRate(this::draw, 1, 1, TimeUnit.SECONDS);
        }

        @Override
        synchronized void show(String next) {
            text = next;
            since = Deadline.in(Duration.ZERO);
            draw();
        }

        @Override
        synchronized void clear() {
            if (drawn) {
                terminal.err().print("\r\u001b[2K");
                terminal.err().flush();
                drawn = false;
            }
        }

        @Override
        public synchronized void close() {
            ticker.shutdownNow();
            text = "";
            clear();
        }

        private synchronized void draw() {
            if (text.isEmpty()) {
                return;
            }
            String line = String.format("%10s  ", Text.elapsed(since.elapsed())) + text;
            int width = terminal.width() - 1;
            terminal.err().print("\r\u001b[2K" + (line.length() > width ? line.substring(0, width) : line));
            terminal.err().flush();
            drawn = true;
        }
    }
}
