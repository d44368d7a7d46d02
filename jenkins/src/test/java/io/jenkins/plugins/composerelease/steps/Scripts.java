package io.jenkins.plugins.composerelease.steps;

/** Pipelines of tests. */
final class Scripts {
    /** A service that is healthy after a second. */
    static final String WEB = """
            services:
              web:
                image: IMAGE
                command: [python3, -m, http.server, "8000"]
                init: true
                ports: ["127.0.0.1::8000"]
                stop_grace_period: 1s
                healthcheck: {test: [CMD, python3, -c, "import urllib.request as u; u.urlopen('http://localhost:8000')"], interval: 1s}
            """;

    /** A service that never becomes healthy. */
    static final String SICK = """
            services:
              web:
                image: IMAGE
                command: [sleep, "600"]
                init: true
                stop_grace_period: 1s
                healthcheck: {test: [CMD, "false"], interval: 1s, retries: 100000}
            """;

    private Scripts() {}

    /** On the test bed's Docker engine, in a workspace with this compose file. */
    static String node(String label, String compose, String script) {
        return """
                node('%s') {
                  withEnv(['DOCKER_HOST=%s']) {
                    writeFile file: 'compose.yaml', text: '''%s'''
                %s
                  }
                }
                """.formatted(
                label, TestBedSettings.dockerHost(), compose.replace("IMAGE", TestBedSettings.baseImage()), script);
    }
}
