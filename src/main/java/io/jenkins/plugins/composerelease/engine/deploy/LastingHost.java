package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.LastingWork;
import io.jenkins.plugins.composerelease.engine.command.LastingWork.Look;
import io.jenkins.plugins.composerelease.engine.command.LastingWork.State;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A host whose lasting commands outlive the connection: they begin once, go on whatever becomes of it, and are followed
 * again when it is back. They are stopped by their deadline and by an interrupt, and by nothing else.
 */
final class LastingHost implements Host {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ASK = Duration.ofSeconds(30);
    private static final int BEGINNINGS = 3;
    private static final long LOOK_AGAIN = 500;

    private final Host host;
    private final Supplier<String> directory;
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /**
     * @param directory where the work of the release that is under way belongs to
     */
    LastingHost(Host host, Supplier<String> directory) {
        this.host = host;
        this.directory = directory;
    }

    /** The host of a lock's owner, with the work of the release that is under way. */
    static LastingHost of(TargetLock lock, ReleasePaths paths, ReleaseRun run) {
        String owner = "/" + lock.fence().number() + "-";
        return new LastingHost(lock.host(), () -> paths.work(run.record().id()) + owner);
    }

    @Override
    public String place() {
        return host.place();
    }

    @Override
    public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
        if (command.lasting().isEmpty()) {
            return host.run(command, deadline, listener);
        }
        String work = directory.get() + unused(command.lasting().get());
        begin(command, work);
        return follow(command, work, deadline, listener);
    }

    /** Each is work of its own, also where a release does the same twice. */
    private String unused(String name) {
        String free = name;
        for (int i = 2; !names.add(directory.get() + free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private void begin(Command command, String work) {
        Command start = LastingWork.start(command, work);
        for (int tries = 1; ; tries++) {
            try {
                host.require(start, Deadline.in(START));
                return;
            } catch (CommandFailedException e) {
                if (Thread.currentThread().isInterrupted() || isRefused(e)) {
                    throw e;
                }
                State state = begun(work);
                if (state != State.NONE && state != State.NEW) {
                    return;
                }
                if (tries == BEGINNINGS || !discarded(work)) {
                    throw e;
                }
            }
        }
    }

    /** Its state once that is certain. */
    private State begun(String work) {
        Deadline deadline = Deadline.in(START);
        while (true) {
            State state = look(work).state();
            if (state != State.STARTING || deadline.passed()) {
                return state;
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return state;
            }
        }
    }

    private boolean discarded(String work) {
        return host.run(LastingWork.discard(work), Deadline.in(ASK)).succeeded();
    }

    private CommandResult follow(Command command, String work, Deadline deadline, OutputListener listener) {
        Command follow = LastingWork.follow(command.purpose(), work);
        Repeated lines = new Repeated(listener);
        while (true) {
            Optional<CommandResult> all = Optional.empty();
            try {
                lines.again();
                all = Optional.of(host.run(follow, Deadline.in(deadline.remaining()), lines));
            } catch (CommandFailedException e) {
                boolean interrupted = Thread.currentThread().isInterrupted();
                if (interrupted || deadline.passed() || isRefused(e)) {
                    throw isRefused(e) ? e : stopped(command, work, e, interrupted, deadline);
                }
            }
            if (all.filter(CommandResult::succeeded).isPresent()) {
                return result(0, all.get(), deadline);
            }
            Look look = look(work);
            if (look.state() == State.ENDED
                    && all.isPresent()
                    && look.exitCode().isPresent()) {
                return result(look.exitCode().get(), all.get(), deadline);
            }
            if (look.state() != State.RUNNING && look.state() != State.ENDED) {
                throw lost(command, look.state());
            }
        }
    }

    private static CommandResult result(int exitCode, CommandResult all, Deadline deadline) {
        return new CommandResult(exitCode, all.output(), all.errors(), deadline.elapsed());
    }

    private Look look(String work) {
        String name = work.substring(work.lastIndexOf('/') + 1);
        String output = host.require(LastingWork.look(work), Deadline.in(ASK)).output();
        return LastingWork.parse(output).getOrDefault(name, new Look(name, State.NONE, Optional.empty()));
    }

    private static boolean isRefused(CommandFailedException e) {
        return e.exitCode() == ExitCode.NEEDS_ATTENTION.code();
    }

    private CommandFailedException stopped(
            Command command, String work, CommandFailedException cause, boolean interrupted, Deadline deadline) {
        boolean cleared = Thread.interrupted(); // an interrupt is why it is stopped, not why it should not be
        boolean gone;
        try {
            gone = host.run(LastingWork.stop(work), Deadline.in(ASK)).succeeded();
        } catch (ReleaseException e) {
            cause.addSuppressed(e);
            gone = false;
        } finally {
            if (cleared) {
                Thread.currentThread().interrupt();
            }
        }
        String tail = cause.logTail();
        return new CommandFailedException(
                interrupted ? ExitCode.FAILED : ExitCode.TIMED_OUT,
                tried(command) + "it was stopped "
                        + (interrupted
                                ? "by an interrupt"
                                : "as it had not ended after " + Text.elapsed(deadline.elapsed()))
                        + (gone ? "" : "; whether it still runs on the host is not known")
                        + (tail.isBlank() ? "." : ":\n" + tail.indent(2).stripTrailing()),
                interrupted ? "" : "Raise the timeout if it needs longer.",
                -1,
                tail,
                cause);
    }

    private ReleaseException lost(Command command, State state) {
        if (state == State.REBOOTED) {
            return new UnknownOutcomeException(
                    tried(command) + "the host was started again while it ran, and how far it came is not known.",
                    "Look at what it did, then say so with 'compose-release settle'.");
        }
        return new CommandFailedException(
                ExitCode.FAILED,
                tried(command) + "it ended without an exit code: it was killed on the host.",
                "Look there what killed it, for example a lack of memory.",
                -1,
                "",
                null);
    }

    private String tried(Command command) {
        return "Could not " + command.purpose() + " on '" + place() + "': ";
    }

    @Override
    public RunningCommand start(Command command, OutputListener listener) {
        return host.start(command, listener);
    }

    @Override
    public Forward forward(String address, int port, Deadline deadline) {
        return host.forward(address, port, deadline);
    }

    /** The host is not this one's to close. */
    @Override
    public void close() {}

    /** Passes lines on that come from the beginning each time, those it had already only once. */
    private static final class Repeated implements OutputListener {
        private final OutputListener listener;
        private final int[] passed = new int[2];
        private final int[] now = new int[2];

        Repeated(OutputListener listener) {
            this.listener = listener;
        }

        synchronized void again() {
            now[0] = 0;
            now[1] = 0;
        }

        @Override
        public synchronized void line(boolean error, String line) {
            int stream = error ? 1 : 0;
            now[stream]++;
            if (now[stream] > passed[stream]) {
                passed[stream] = now[stream];
                listener.line(error, line);
            }
        }
    }
}
