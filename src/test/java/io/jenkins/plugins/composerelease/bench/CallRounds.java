package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A stack of one size of which every service starts and takes its time: what each contestant asks of the engine meanwhile. */
final class CallRounds extends Rounds {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final double WAIT = 5000;
    private static final String CHECK = "{test: [CMD, test, -f, /flags/ready], interval: 5s, retries: 1000}";
    private static final String LATE = "    command: [sleep, '100000']\n    healthcheck: " + CHECK + "\n";

    private final ApiCounter counter;
    private final Map<String, Contestant> contestants;

    CallRounds(int services, Path temporary) throws IOException {
        super(new BenchStack(services, CHECK, LATE));
        stack.start();
        Path engine = Path.of(TestBed.get().setting("TESTBED_DOCKER_HOST").replaceFirst("^unix://", ""));
        counter = new ApiCounter(engine, temporary.resolve(services + ".sock"));
        String config = TestBed.get().agentEnvironment().get("DOCKER_CONFIG");
        LocalRunner runner = new LocalRunner(Map.of("DOCKER_HOST", counter.dockerHost(), "DOCKER_CONFIG", config));
        contestants = Contestant.all(stack, runner, LIMIT);
    }

    @Override
    void run(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            for (String who : List.of("ours", "--wait", "loop")) {
                stack.restartAll();
                counter.take();
                double before = now();
                contestants.get("up").await(true);
                double up = now() - before; // what it takes, and asks, is not the gate's
                int upCalls = counter.take();
                double cpu = cpu();
                var end = begin(contestants.get(who), true);
                pause(WAIT + (who.equals("--wait") ? up : 0));
                stack.flag("ready");
                end.get();
                add("calls " + who, counter.take() - (who.equals("--wait") ? upCalls : 0));
                add("cpu " + who, cpu() - cpu);
            }
        }
    }

    /** Milliseconds of CPU that this JVM and the programs it started (and that have ended) used, to 10 ms. */
    private static double cpu() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/self/stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ");
        double ticks = 0;
        for (int field = 11; field <= 14; field++) {
            ticks += Double.parseDouble(fields[field]);
        }
        return ticks * 10;
    }

    @Override
    public void close() throws IOException {
        counter.close();
        super.close();
    }
}
