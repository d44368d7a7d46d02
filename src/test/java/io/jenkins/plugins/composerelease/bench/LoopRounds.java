package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.time.Duration;

/** A service that crashes again and again and is always restarted: what does each contestant make of it, and when? */
final class LoopRounds extends Rounds {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LATE = """
                command: [sh, -c, 'until [ -f /flags/crash ]; do sleep 0.05; done; exit 3']
                restart: always
            """;

    /**
     * @param check its health check, in YAML; none when empty
     */
    LoopRounds(String check) throws IOException {
        super(new BenchStack(1, "", LATE + (check.isEmpty() ? "" : "    healthcheck: " + check + "\n")));
        stack.start();
    }

    @Override
    void run(int rounds) throws Exception {
        Command wait = Command.of("wait", stack.compose("up", "-d", "--wait"));
        for (int round = 0; round < rounds; round++) {
            stack.restartLate();
            var end = begin(Contestant.ours(stack, TestBed.get().agent(), PATIENCE), false);
            pause(300);
            stack.flag("crash");
            double first = stack.await("die");
            stack.await("die");
            double third = stack.await("die"); // now it is to be restarted for the third time
            add("since the third crash", end.get() - third);
            add("since the first crash", end.get() - first);
            stack.restartLate();
            stack.flag("crash");
            stack.await("die");
            double before = now();
            boolean healthy =
                    TestBed.get().agent().run(wait, Deadline.in(PATIENCE)).exitCode() == 0;
            add(healthy ? "--wait healthy" : "--wait failed", now() - before);
        }
    }
}
