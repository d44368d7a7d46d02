package io.jenkins.plugins.composerelease.steps.durable;

import java.util.List;
import java.util.stream.Stream;
import jenkins.security.MasterToSlaveCallable;

/**
 * The engine's process of a run, on the agent. It alone gets the signal: the commands it runs for its clean-up must not, and
 * neither may its connection to the target.
 */
final class RunProcesses {
    private RunProcesses() {}

    /** Whether the process with this id is that run's engine, or the script that becomes it. */
    static boolean isAlive(long pid, String id) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info()
                        .arguments()
                        .map(arguments -> isEngine(arguments, id)
                                || Stream.of(arguments).anyMatch(argument -> argument.contains("durable-")))
                        .orElse(true))
                .orElse(false);
    }

    private static boolean isEngine(String[] arguments, String id) {
        return List.of(arguments).contains(EngineScript.MARK + id);
    }

    /** Sends a signal; false when the run's engine is not among the processes that the agent sees. */
    static final class Signal extends MasterToSlaveCallable<Boolean, RuntimeException> {
        private static final long serialVersionUID = 1L;
        private final String id;
        private final boolean hard;

        /**
         * @param hard KILL to the engine and everything it started, instead of TERM to the engine
         */
        Signal(String id, boolean hard) {
            this.id = id;
            this.hard = hard;
        }

        @Override
        public Boolean call() {
            List<ProcessHandle> engines = ProcessHandle.allProcesses()
                    .filter(process -> process.info()
                            .arguments()
                            .filter(arguments -> isEngine(arguments, id))
                            .isPresent())
                    .toList();
            engines.forEach(this::send);
            return !engines.isEmpty();
        }

        private void send(ProcessHandle engine) {
            if (!hard) {
                engine.destroy();
                return;
            }
            List<ProcessHandle> started = engine.descendants().toList();
            engine.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
