package io.jenkins.plugins.composerelease.cli.demo;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;

/** What the demo plays on: the test bed, the application's repository, a GitHub stand-in, and secrets made up anew. */
final class DemoStage implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration BUILD = Duration.ofMinutes(5);

    private final DemoTestBed bed;
    private final DemoWorkspace workspace;
    private final DemoCommandLine commandLine;
    private final GitHubStandIn github;
    private final String databaseImage;
    private final Map<String, Secret> secrets;

    /**
     * @param testBed settings file of the test bed
     * @param directory where the application's repository goes
     * @param jar this program
     */
    DemoStage(Path testBed, Path directory, Path jar, PrintStream out) {
        this.bed = DemoTestBed.read(testBed);
        this.databaseImage = bed.registry() + "/demo/postgres:15";
        this.secrets = secrets(bed);
        Map<String, String> environment = Map.of("DOCKER_HOST", bed.dockerHost());
        LocalRunner local = new LocalRunner(environment);
        this.workspace = DemoWorkspace.create(directory, local);
        this.commandLine = new DemoCommandLine(local, jar, workspace.directory(), environment, secrets, out);
        this.github =
                GitHubStandIn.start("acme/shop", secrets.get("GITHUB_TOKEN").reveal());
        publishDatabaseImage(local, secrets.get("REGISTRY_PASSWORD"));
    }

    DemoWorkspace workspace() {
        return workspace;
    }

    DemoCommandLine commandLine() {
        return commandLine;
    }

    GitHubStandIn github() {
        return github;
    }

    void writeReleaseFile() {
        workspace.write("release.yaml", DemoReleaseFile.of(bed, databaseImage, github.apiUrl()));
    }

    URI page(String path) {
        return URI.create("http://" + bed.host("ADDRESS") + ":" + bed.host("WEB_PORT") + path);
    }

    /** All secrets that are in play. */
    Collection<Secret> secrets() {
        return secrets.values();
    }

    /** What another program needs to release this revision to the same target, secrets among it. */
    Map<String, String> settings(String revision) {
        return Map.ofEntries(
                Map.entry("DEMO_REVISION", revision),
                Map.entry("DEMO_REPOSITORY", workspace.directory().toString()),
                Map.entry("DEMO_DOCKER_HOST", bed.dockerHost()),
                Map.entry("DEMO_REGISTRY", bed.registry()),
                Map.entry("DEMO_REGISTRY_USER", bed.registryUser()),
                Map.entry(
                        "DEMO_REGISTRY_PASSWORD",
                        secrets.get("REGISTRY_PASSWORD").reveal()),
                Map.entry("DEMO_BASE_IMAGE", bed.baseImage()),
                Map.entry("DEMO_DB_IMAGE", databaseImage),
                Map.entry("DEMO_DB_PASSWORD", secrets.get("SHOP_DB_PASSWORD").reveal()),
                Map.entry("DEMO_HOST", bed.host("ADDRESS")),
                Map.entry("DEMO_PORT", bed.host("PORT")),
                Map.entry("DEMO_USER", bed.host("USER")),
                Map.entry("DEMO_HOST_KEY", bed.host("PUBLIC_KEY")),
                Map.entry("DEMO_KEY_FILE", bed.host("KEY_FILE")),
                Map.entry("DEMO_DIRECTORY", bed.host("DIRECTORY") + "/shop"),
                Map.entry("DEMO_WEB_PORT", bed.host("WEB_PORT")));
    }

    /** The version that the application says it is, or what came instead. */
    String served() {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest request = HttpRequest.newBuilder(page("/version"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body().strip() : "status " + answer.statusCode();
        } catch (IOException e) {
            return "nothing (" + e + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException(ExitCode.FAILED, "The demo was interrupted.", "", e);
        }
    }

    /** The database's image is nobody's release: it is there before, as a public image would be. */
    private void publishDatabaseImage(LocalRunner local, Secret password) {
        workspace.lay("r1");
        Path config = temporary();
        try {
            LocalRunner docker =
                    new LocalRunner(Map.of("DOCKER_HOST", bed.dockerHost(), "DOCKER_CONFIG", config.toString()));
            docker.require(
                    Command.of(
                                    "log in",
                                    "docker",
                                    "login",
                                    "--username",
                                    bed.registryUser(),
                                    "--password-stdin",
                                    bed.registry())
                            .withStdin(password),
                    Deadline.in(BUILD));
            local.require(
                    Command.of(
                            "build the database's image",
                            "docker",
                            "build",
                            "--quiet",
                            "--tag",
                            databaseImage,
                            "--build-arg",
                            "BASE_IMAGE=" + bed.baseImage(),
                            workspace.directory() + "/db"),
                    Deadline.in(BUILD));
            docker.require(
                    Command.of("push the database's image", "docker", "push", "--quiet", databaseImage),
                    Deadline.in(BUILD));
        } finally {
            local.run(Command.of("forget the login", "rm", "-rf", config.toString()), Deadline.in(BUILD));
        }
    }

    private static Map<String, Secret> secrets(DemoTestBed bed) {
        try {
            return Map.of(
                    // Characters that a careless program would trip over.
                    "SHOP_DB_PASSWORD", Secret.of("it's $5 \"" + random() + "\""),
                    "GITHUB_TOKEN", Secret.of("ghp_" + random()),
                    "REGISTRY_PASSWORD",
                            Secret.of(
                                    Files.readString(bed.registryPasswordFile()).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("compose-release-demo");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        github.close();
    }
}
