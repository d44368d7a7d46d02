package io.jenkins.plugins.composerelease.engine.wait;

/** The parts of {@code docker container inspect} that the gate reads, as Docker 20.10 and 28 print them. */
final class Inspected {
    static final String START = "2026-11-21T11:28:21.26898623Z";

    private Inspected() {}

    /** A container of service {@code api}. */
    static ContainerState api(String status, int exitCode, int restarts) {
        return one(status, exitCode, restarts, false, "", START);
    }

    static ContainerState apiStartedAt(String time, int restarts) {
        return one("running", 0, restarts, false, "", time);
    }

    static ContainerState outOfMemory() {
        return one("restarting", 137, 1, true, "", START);
    }

    /** One with a health check of 5 retries, whose last probe could not connect when it is not healthy. */
    static ContainerState withHealth(String status, String health, int failed) {
        String log = failed == 0
                ? "{'Start': '2026-11-21T11:28:23Z', 'ExitCode': 0, 'Output': ''}"
                : "{'Start': '2026-11-21T11:28:23Z', 'ExitCode': 0, 'Output': ''},"
                        + "{'Start': '2026-11-21T11:28:24Z', 'ExitCode': 7, 'Output': 'connection refused\\n'}";
        return one(
                status,
                0,
                0,
                false,
                ", 'Health': {'Status': '" + health + "', 'FailingStreak': " + failed + ", 'Log': [" + log + "]}",
                START);
    }

    private static ContainerState one(
            String status, int exitCode, int restarts, boolean outOfMemory, String health, String startedAt) {
        return ContainerJson.containers(json(status, exitCode, restarts, outOfMemory, health, startedAt))
                .get(0);
    }

    private static String json(
            String status, int exitCode, int restarts, boolean outOfMemory, String health, String startedAt) {
        boolean running = status.equals("running") || status.equals("restarting");
        return """
                [{'Id': 'ffd1a197c8a4', 'Name': '/shop-api-1', 'RestartCount': %d,
                  'State': {'Status': '%s', 'Running': %b, 'Paused': false, 'Restarting': %b, 'OOMKilled': %b,
                    'Dead': false, 'Pid': 316, 'ExitCode': %d, 'Error': '', 'StartedAt': '%s',
                    'FinishedAt': '0001-01-01T00:00:00Z'%s},
                  'HostConfig': {'RestartPolicy': {'Name': 'always', 'MaximumRetryCount': 0}},
                  'Config': {'Env': ['PASSWORD=geheim'], 'Healthcheck': {'Test': ['CMD', 'true'], 'Retries': 5},
                    'Labels': {'com.docker.compose.service': 'api', 'com.docker.compose.oneoff': 'False'}},
                  'NetworkSettings': {'Ports': {'9000/tcp': null,
                    '8000/tcp': [{'HostIp': '127.0.0.1', 'HostPort': '32768'}]}}}]
                """.formatted(
                        restarts,
                        status,
                        running,
                        status.equals("restarting"),
                        outOfMemory,
                        exitCode,
                        startedAt,
                        health)
                .replace('\'', '"');
    }
}
