package io.jenkins.plugins.composerelease.adapter.process;

import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of this machine, its streams being read. */
final class LocalProcess implements RunningCommand {
    private static final Duration REAPED = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final OutputPump output;
    private final OutputPump errors;
    private volatile Thread writer;
    private final Deadline age = Deadline.in(Duration.ZERO);

    /**
     * @param captured how many bytes of each stream to keep
     */
    LocalProcess(Process process, OutputListener listener, int captured) {
        this.process = process;
        Object lock = new Object();
        output = new OutputPump(process.getInputStream(), false, listener, lock, captured);
        errors = new OutputPump(process.getErrorStream(), true, listener, lock, captured);
        output.start();
        errors.start();
    }

    /** Feeds standard input from a thread of its own, as a process may print before it has read everything. */
    void feed(Secret input, boolean close) {
        writer = new Thread(() -> write(input, close), "command-stdin");
        writer.setDaemon(true);
        writer.start();
    }

    void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            return; // it ended without reading its input
        }
    }

    @Override
    public void say(String line) {
        try {
            if (writer != null) {
                writer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        write(Secret.of(line + "\n"), false);
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public Optional<CommandResult> await(Deadline deadline) {
        try {
            if (!process.waitFor(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
            Duration elapsed = age.elapsed();
            output.drain();
            errors.drain();
            rethrow(output.listenerFailure());
            rethrow(errors.listenerFailure());
            return Optional.of(new CommandResult(process.exitValue(), output.text(), errors.text(), elapsed));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The last output, standard error first choice, of a process that has not ended by itself. */
    String printedSoFar() {
        String text = errors.text();
        return text.isBlank() ? output.text() : text;
    }

    @Override
    public void close() {
        closeInput();
        new ProcessTree(process.toHandle()).stop(GRACE);
        awaitReaped();
    }

    /** Java may notice a little later than we that a process has ended, and would call it alive until then. */
    private void awaitReaped() {
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(REAPED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void write(Secret input, boolean close) {
        try {
            OutputStream stream = process.getOutputStream();
            stream.write(input.bytes());
            stream.flush();
        } catch (IOException e) {
            return; // it ended without reading its input
        }
        if (close) {
            closeInput();
        }
    }

    private static void rethrow(RuntimeException failure) {
        if (failure != null) {
            throw failure;
        }
    }
}
