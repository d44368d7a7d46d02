package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A stack of one size that is healthy but for its last service: how long until each contestant knows what that one does. */
final class GateRounds extends Rounds {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String HEALTHY = "{test: [CMD, 'true'], interval: 30s}";
    private static final String LATE = """
                command: [sh, -c, 'until [ -f /flags/crash ]; do sleep 0.05; done; exit 3']
                healthcheck: {test: [CMD, test, -f, /flags/ready], interval: 100ms, retries: 10000}
            """;

    private final Map<String, Contestant> contestants;
    private double noOpUp;

    GateRounds(int services) throws IOException {
        super(new BenchStack(services, HEALTHY, LATE));
        stack.start();
        contestants = Contestant.all(stack, TestBed.get().agent(), LIMIT);
    }

    @Override
    void run(int rounds) throws Exception {
        stack.restartLate();
        stack.flag("ready");
        for (int round = 0; round < 3; round++) { // until all are healthy, and the JVM is warm
            contestants.get("ours").await(true);
        }
        for (int round = 0; round < rounds; round++) {
            for (String who : List.of("up", "ours", "--wait")) {
                double before = now();
                contestants.get(who).await(true);
                add("healthy " + who, now() - before);
            }
        }
        noOpUp = samples("healthy up").max();
        List<Integer> moments =
                new ArrayList<>(IntStream.range(0, rounds).boxed().toList());
        Collections.shuffle(moments, new Random(4));
        for (int moment : moments) {
            double part =
                    (moment + 0.5) / rounds; // of each one's own interval: every moment of it as often, as in life
            for (String who : List.of("ours", "--wait", "loop")) {
                add(
                        "ready " + who,
                        late(who, "ready", "health_status: healthy", part * (who.equals("loop") ? 5000 : 500)));
            }
            for (String who : List.of("ours", "--wait")) {
                add("crash " + who, late(who, "crash", "die", part * 500));
            }
        }
    }

    /** Milliseconds from an event of {@code late} to the end of the wait. */
    private double late(String who, String flag, String event, double moment) throws Exception {
        stack.restartLate();
        var end = begin(contestants.get(who), flag.equals("ready"));
        // By then it waits: "up" has found that there is nothing to do.
        pause(1000 + (who.equals("--wait") ? noOpUp : 0) + moment);
        stack.flag(flag);
        double happened = stack.await(event);
        return end.get() - happened;
    }
}
