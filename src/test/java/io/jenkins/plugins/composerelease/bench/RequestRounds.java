package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.cli.CliRun;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.testing.Samples;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Updates an application under a constant load, each contestant from one version to the other and back for a while. */
final class RequestRounds {
    private static final int PER_SECOND = 200;
    /** What people run who have no tool for it: another container beside the old one, then the old one goes. */
    private static final String ROLLOUT = """
            set -e
            c() { docker compose -p "$p" --env-file "$e" "$@"; }
            p=$1; e=$2
            c pull -q app
            old=$(c ps -q app)
            if test -z "$old"; then c up -d --wait; exit; fi
            c up -d --no-deps --no-recreate --scale app=2 app
            new=$(c ps -q app | grep -v "$old")
            until test "$(docker inspect --format '{{.State.Health.Status}}' "$new")" = healthy; do sleep 0.2; done
            docker stop "$old"
            docker rm "$old"
            """;

    private final RequestStack stack;
    private final Map<String, Update> contestants = new LinkedHashMap<>();
    private final Map<String, Result> results = new LinkedHashMap<>();

    RequestRounds(RequestStack stack) throws IOException {
        this.stack = stack;
        LocalRunner docker = RemoteDocker.over(stack.host, stack.directory, RemoteDocker.SHARED);
        contestants.put("rolling", version -> deploy("rolling", version));
        contestants.put("recreate", version -> deploy("recreate", version));
        contestants.put(
                "compose",
                version -> shell(
                        docker,
                        "docker compose -p \"$1\" --env-file \"$2\" pull -q && docker compose -p \"$1\""
                                + " --env-file \"$2\" up -d --force-recreate --wait",
                        version));
        contestants.put("rollout", version -> shell(docker, ROLLOUT, version));
    }

    Map<String, Result> results() {
        return results;
    }

    /**
     * @param requests at least as many a contestant
     * @param updates the same
     */
    void run(int requests, int updates) throws InterruptedException {
        for (Map.Entry<String, Update> contestant : contestants.entrySet()) {
            stack.close();
            contestant.getValue().to(DeployStack.VERSIONS.get(0));
            int done = 0;
            Samples times = new Samples();
            Load load = new Load(stack.host.address(), RequestStack.PORT, PER_SECOND);
            try (load) {
                while (done < updates || load.sent() < requests) {
                    done++;
                    long begin = System.nanoTime();
                    load.updating(true);
                    contestant.getValue().to(DeployStack.VERSIONS.get(done % 2));
                    load.updating(false);
                    times.add((System.nanoTime() - begin) / 1e6);
                    load.rest(PER_SECOND);
                }
            }
            results.put(
                    contestant.getKey(),
                    new Result(
                            done,
                            load.sent(),
                            load.failures(),
                            load.longestGap(),
                            times,
                            load.latency(true),
                            load.latency(false)));
        }
    }

    private void deploy(String strategy, String version) {
        CliRun run = CliRun.in(stack.directory)
                .execute("deploy", "--yes", "--file", strategy + ".yaml", "--images", version + ".json");
        if (run.exitCode() != 0) {
            throw new AssertionError(run.err());
        }
    }

    private void shell(LocalRunner docker, String script, String version) {
        docker.require(
                Command.of("update", "sh", "-c", script, "sh", stack.project, version + ".env")
                        .withDirectory(stack.directory.toString()),
                DeployStack.limit());
    }

    /**
     * @param failures how many, by what happened
     * @param gap milliseconds between two answers, the most there were
     * @param times milliseconds of each update
     * @param during milliseconds of each answer while an update was under way
     * @param between the same while none was
     */
    record Result(
            int updates,
            int requests,
            Map<String, Integer> failures,
            double gap,
            Samples times,
            Samples during,
            Samples between) {
        int failed() {
            return failures.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private interface Update {
        void to(String version);
    }
}
