package io.jenkins.plugins.composerelease.leak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A workspace, its secrets, and the command line that releases it. */
final class LeakStage implements AutoCloseable {
    static final String PROJECT = "leak";
    /** Those that the application gets as files. */
    private static final List<String> FILES = List.of(
            "db_password", "tricky", "key", "account", "token", "jwt", "word", "latin1", "binary", "tiny", "empty");

    /** The variables of the application that reads its environment only, and which secret each has. */
    static final Map<String, String> VARIABLES = variables();

    final HostileSecrets secrets;
    final GitHubStandIn github;
    final CommandLine cli;
    final Path workspace;
    private final TestBed bed;
    private final TestBed.HostData host;
    private final Path given;

    LeakStage(TracedBed traced) throws IOException {
        bed = traced.bed();
        host = bed.host("web1");
        secrets = new HostileSecrets()
                .with("registry", Files.readAllBytes(traced.home().resolve("registry-password")))
                .withEd25519("identity", Files.readAllBytes(host.keyFile()));
        github = GitHubStandIn.start("acme/leak", secrets.text("github"));
        workspace = Files.createDirectories(traced.directory().resolve("workspace"));
        given = Files.createDirectories(traced.directory().resolve("given"));
        cli = new CommandLine(
                traced, workspace, environment(Files.createDirectories(workspace.resolveSibling("home"))));
        writeApplication();
    }

    /** Where secrets lie that somebody else looks after. */
    Path given() {
        return given;
    }

    String directory() {
        return host.directory() + "/" + PROJECT;
    }

    void write(String file, String text) throws IOException {
        Path path = workspace.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** The configuration for an application that behaves so. */
    void behave(LeakApp.Mode mode) throws IOException {
        StringBuilder bound = new StringBuilder();
        for (String name : FILES) {
            bound.append("  - {file: ")
                    .append(name)
                    .append(", value: '")
                    .append(reference(name))
                    .append("'}\n");
        }
        bound.append("  - {dotenv: true, value: 'file:")
                .append(given.resolve("prod.env"))
                .append("'}\n");
        bound.append("  - {env: DB_USER, value: 'env:DB_USER', open: true}\n");
        write("release.yaml", filled("""
                application: leak
                registry: {url: '<REGISTRY>', username: <REGISTRY_USER>, password: 'env:REGISTRY_PASSWORD', insecure: true}
                images:
                  - name: leak/web
                    context: web
                    secrets: {npm_token: 'env:NPM_TOKEN'}
                    services: [web]
                    variable: WEB_IMAGE
                  - {name: leak/db, context: db, buildArgs: {BASE_IMAGE: '<BASE_IMAGE>'}, services: [db], variable: DB_IMAGE}
                compose:
                  files: [compose.yaml]
                  project: leak-local
                  variables: {MODE: <MODE>, MARKER: <MARKER>}
                  timeout: 90s
                  logs: all
                secrets:
                <SECRETS>github: {repository: acme/leak, apiUrl: '<GITHUB>', token: 'env:GITHUB_TOKEN'}
                targets:
                  production:
                <TARGET>    files: [compose.yaml]
                    directory: <DIRECTORY>
                    project: leak
                    variables: {MODE: <MODE>, MARKER: <MARKER>}
                    migration:
                      flyway: {locations: [sql], url: 'jdbc:postgresql://db:5432/shop', service: db, user: shop, password: 'env:DB_PASSWORD'}
                    backup: {pgDump: {service: db, user: shop, database: shop}}
                    verification: [{url: 'http://web:8080/', from: service, retries: 2, interval: 500ms}]
                    stability: 1s
                    timeout: 60s
                """.replace("<SECRETS>", bound).replace("<MODE>", mode.name())));
    }

    /** The second case; it is released to a directory of its own. */
    void writeEnvironmentOnly() throws IOException {
        StringBuilder bound = new StringBuilder();
        VARIABLES.forEach((variable, name) -> bound.append("  - {env: ")
                .append(variable)
                .append(", value: '")
                .append(reference(name))
                .append("'}\n"));
        ObjectNode published = (ObjectNode) new ObjectMapper()
                .readTree(workspace.resolve("release-images.json").toFile());
        ArrayNode web = published.arrayNode();
        published.path("images").forEach(image -> {
            if (image.path("name").asText().equals("leak/web")) {
                web.add(image);
            }
        });
        write("env-images.json", published.set("images", web).toString());
        write("env.compose.yaml", LeakApp.environmentOnly(VARIABLES.keySet()));
        write("env.yaml", filled("""
                application: leak
                registry: {url: '<REGISTRY>', username: <REGISTRY_USER>, password: 'env:REGISTRY_PASSWORD', insecure: true}
                secrets:
                <SECRETS>targets:
                  environment:
                <TARGET>    files: [env.compose.yaml]
                    directory: <DIRECTORY>-env
                    project: leak-env
                    variables: {MARKER: <MARKER>}
                    migration: {command: {service: web, argv: [sh, -c, 'test -n "$ENV_TOKEN"']}}
                    stability: 1s
                    timeout: 60s
                """.replace("<SECRETS>", bound)));
    }

    private String filled(String text) {
        String target = """
                    host: %s
                    port: %d
                    user: %s
                    hostKey: %s
                    identity: 'file:%s'
                """.formatted(host.address(), host.port(), host.user(), host.publicKey(), host.keyFile());
        return text.replace("<TARGET>", target)
                .replace("<REGISTRY>", bed.registry())
                .replace("<REGISTRY_USER>", bed.registryUser())
                .replace("<BASE_IMAGE>", bed.baseImage())
                .replace("<DIRECTORY>", directory())
                .replace("<GITHUB>", github.apiUrl())
                .replace("<MARKER>", secrets.text(HostileSecrets.MARKER));
    }

    private void writeApplication() throws IOException {
        String marker = secrets.text(HostileSecrets.MARKER);
        Path demo = Path.of("src/main/resources/io/jenkins/plugins/composerelease/cli/demo/app/r1/db");
        for (String file : List.of("Dockerfile", "entrypoint.sh")) {
            write("db/" + file, Files.readString(demo.resolve(file)));
        }
        write("web/Dockerfile", LeakApp.dockerfile(bed.baseImage(), marker));
        write("web/app.py", LeakApp.PROGRAM);
        write("compose.yaml", LeakApp.compose(FILES, LeakApp.DATABASE));
        write("sql/V1__items.sql", "CREATE TABLE items (name text);\n");
        write(".gitignore", "*.json\n*.html\n*.yaml\nlogs\n");
        Files.write(given.resolve("canary-agent"), secrets.bytes("account"));
        Files.write(given.resolve("key.pem"), secrets.bytes("key"));
        Files.write(given.resolve("prod.env"), secrets.bytes("dotenv"));
        git("init", "--quiet", "--initial-branch=main");
        git("add", "--all");
        git(
                "-c",
                "user.name=Test",
                "-c",
                "user.email=test@example.com",
                "commit",
                "--quiet",
                "--message",
                "An application");
    }

    private void git(String... arguments) {
        new LocalRunner()
                .require(
                        Command.of("prepare the workspace", "git")
                                .withArguments(List.of(arguments))
                                .withDirectory(workspace.toString()),
                        Deadline.in(Duration.ofSeconds(30)));
    }

    private String reference(String name) {
        return switch (name) {
            case "key" -> "file:" + given.resolve("key.pem");
            case "account" -> "command:cat " + given.resolve("canary-agent");
            case "db_password" -> "env:DB_PASSWORD";
            case "token" -> "env:ENV_TOKEN";
            default -> "base64:COMPOSE_RELEASE_SECRET_" + name;
        };
    }

    private Map<String, String> environment(Path home) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", home.toString());
        environment.put("DOCKER_HOST", bed.setting("TESTBED_DOCKER_HOST"));
        environment.put("REGISTRY_PASSWORD", bed.registryPassword().reveal());
        environment.put("DB_PASSWORD", secrets.text("db_password"));
        environment.put("DB_USER", "sa");
        environment.put("GITHUB_TOKEN", secrets.text("github"));
        environment.put("NPM_TOKEN", secrets.text("npm"));
        environment.put("ENV_TOKEN", secrets.text("token"));
        List<String> encoded = new ArrayList<>(FILES);
        encoded.removeAll(List.of("key", "account", "db_password", "token"));
        for (String name : encoded) {
            environment.put(
                    "COMPOSE_RELEASE_SECRET_" + name, Base64.getEncoder().encodeToString(secrets.bytes(name)));
        }
        return environment;
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : List.of("token", "tricky", "db_password", "key", "word", "tiny", "jwt", "empty")) {
            variables.put("ENV_" + name.toUpperCase(java.util.Locale.ROOT), name);
        }
        return variables;
    }

    @Override
    public void close() {
        github.close();
    }
}
