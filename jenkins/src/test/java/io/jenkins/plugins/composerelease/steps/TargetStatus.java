package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a target remembers, as the command line's {@code status} tells it: with nothing of Jenkins in between. */
final class TargetStatus {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS = 120;

    private TargetStatus() {}

    static JsonNode of(ReleaseBed bed) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("target-status");
        Path request = Files.writeString(directory.resolve("request.json"), request(bed));
        Path output = directory.resolve("output.json");
        Path errors = directory.resolve("errors.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of("..", "target", "compose-release-cli.jar")
                                .toAbsolutePath()
                                .toString(),
                        "status",
                        "--file",
                        "-",
                        "--json")
                .directory(directory.toFile())
                .redirectInput(request.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError("status failed: " + Files.readString(errors));
        }
        return JSON.readTree(output.toFile());
    }

    /** The last result of a check of the release that serves; a missing node when there is none. */
    static JsonNode check(ReleaseBed bed, String name) throws IOException, InterruptedException {
        JsonNode status = of(bed);
        for (JsonNode release : status.path("releases")) {
            if (release.path("id").equals(status.path("serving"))) {
                for (JsonNode check : release.path("checks")) {
                    if (check.path("name").asText().equals(name)) {
                        return check;
                    }
                }
            }
        }
        return status.path("releases").path("no check " + name);
    }

    private static String request(ReleaseBed bed) {
        ObjectNode request = JSON.createObjectNode().put("application", bed.name);
        ObjectNode target = request.putObject("targets")
                .putObject("production")
                .put("host", bed.setting("HOST_ADDRESS"))
                .put("port", Integer.parseInt(bed.setting("HOST_PORT")))
                .put("user", bed.setting("HOST_USER"))
                .put("hostKey", bed.setting("HOST_PUBLIC_KEY"))
                .put("identity", "file:" + bed.setting("HOST_KEY_FILE"))
                .put("directory", bed.directory)
                .put("project", bed.name);
        target.putArray("files").add("compose.yaml");
        return request.toString();
    }
}
