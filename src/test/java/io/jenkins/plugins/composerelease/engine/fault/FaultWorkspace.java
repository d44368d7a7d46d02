package io.jenkins.plugins.composerelease.engine.fault;

import io.jenkins.plugins.composerelease.engine.deploy.DeployImages;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import io.jenkins.plugins.composerelease.testing.Relay;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.rules.ExternalResource;

/** The files of an application that is released to a {@link FaultHost} through relays, as a case wants them. */
abstract class FaultWorkspace extends ExternalResource {
    /** Of the host, where the application answers. */
    static final int PORT = 8101;

    private final TestBed bed = TestBed.get();
    final FaultHost host = FaultHost.get();
    final Relay ssh;
    final Relay registry;
    String project = "";

    /** Keys of the target in {@code release.yaml} beside those of all cases. */
    final Map<String, String> settings = new LinkedHashMap<>();
    /** {@code health} or {@code verify}: where versions wait, see {@link FaultImages}; empty for nowhere. */
    String hold = "";

    /** Restart policy of the application. */
    String restart = "always";

    /** Whether the next programs connect directly, and not through {@link #ssh}. */
    private boolean direct;

    String hostKey = host.data.publicKey();
    private int migrations;

    FaultWorkspace() throws IOException {
        ssh = new Relay(host.data.address() + ":" + host.data.port(), "127.0.0.1");
        registry = new Relay(bed.registry(), bed.registry().split(":")[0]);
    }

    String directory() {
        return host.data.directory() + "/" + project;
    }

    /** Adds a migration that leaves a trace each time it is applied; returns its version. */
    int migration(String sql) {
        file(
                "sql/V" + ++migrations + "__case.sql",
                (migrations == 1 ? "CREATE TABLE applied_log (version text);\n" : "")
                        + "INSERT INTO applied_log VALUES ('" + migrations + "');\n" + sql + ";\n");
        return migrations;
    }

    /** Another text for the newest migration. */
    void mendMigration(String sql) {
        migrations--;
        migration(sql);
    }

    /** Releases back the database up before they migrate it. */
    void backUp() {
        settings.put("backup", "{pgDump: {service: db, user: shop, database: shop}}");
    }

    /** Releases ask for what a version that waits in its verification does not have yet. */
    void verify() {
        settings.put("verification", "[{url: \"http://web:8080/go\", from: service, retries: 100, interval: 200ms}]");
    }

    /** Migrations as all cases have them, but for their time. */
    String flyway(String timeout) {
        return "{flyway: {locations: [sql], url: \"jdbc:postgresql://db:5432/shop\", service: db, user: shop}, timeout: "
                + timeout + "}";
    }

    /** One for each stack: what failed stays there to be looked at. */
    Path workspace() {
        return Path.of("target", "fault", project).toAbsolutePath();
    }

    /** A file of the workspace. */
    void file(String name, String content) {
        try {
            Path file = workspace().resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another stack than the one before. */
    void beginAnew() {
        project = TestBed.unique("fault");
        migrations = 0;
        file("compose.yaml", compose());
        migration("CREATE TABLE items (name text); INSERT INTO items VALUES ('pot')");
    }

    /** As all cases have them that say nothing else. */
    void resetSettings() {
        settings.clear();
        hold = "";
        restart = "always";
        direct = false;
        hostKey = host.data.publicKey();
    }

    /** The next programs connect directly, and not through {@link #ssh}. */
    void goAround() {
        direct = true;
    }

    private String compose() {
        return """
                services:
                  web:
                    image: ${WEB_IMAGE}
                    restart: "${RESTART}"
                    environment: {HOLD: "${HOLD}"}
                    ports: ["%d:8080"]
                """.formatted(PORT) + DeployImages.DATABASE;
    }

    void write(String version) {
        ReleaseImages.of(
                        "fault",
                        HexFormat.of()
                                .formatHex(version.getBytes(StandardCharsets.UTF_8))
                                .repeat(20)
                                .substring(0, 40),
                        Optional.empty(),
                        List.of(FaultImages.web(registry.address(), version)))
                .write(workspace().resolve(version + ".json"));
        StringBuilder yaml = new StringBuilder("""
                application: fault
                registry: {url: "%s", insecure: true, username: "%s", password: "file:%s"}
                targets:
                  production:
                    host: %s
                    port: %d
                    user: %s
                    identity: "file:%s"
                    directory: %s
                    project: %s
                    files: [compose.yaml]
                    variables: {HOLD: "%s", RESTART: "%s", DB_IMAGE: "%s"}
                    stability: 0s
                    timeout: 30s
                    keep: 3
                """.formatted(
                        registry.address(),
                        bed.registryUser(),
                        bed.setting("TESTBED_REGISTRY_PASSWORD_FILE"),
                        direct ? host.data.address() : "127.0.0.1",
                        direct ? host.data.port() : ssh.port(),
                        host.data.user(),
                        host.data.keyFile(),
                        directory(),
                        project,
                        hold,
                        restart,
                        DeployImages.database().replace(bed.registry(), registry.address())));
        if (!hostKey.isEmpty()) {
            yaml.append("    hostKey: ").append(hostKey).append('\n');
        }
        if (!settings.containsKey("migration")) {
            yaml.append("    migration: ").append(flyway("1m")).append('\n');
        }
        settings.forEach((key, value) ->
                yaml.append("    ").append(key).append(": ").append(value).append('\n'));
        file("release.yaml", yaml.toString());
    }
}
