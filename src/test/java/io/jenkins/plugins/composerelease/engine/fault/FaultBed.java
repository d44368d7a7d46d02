package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.composerelease.cli.CliRun;
import io.jenkins.plugins.composerelease.engine.deploy.DeployImages;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import io.jenkins.plugins.composerelease.testing.Relay;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.rules.ExternalResource;

/**
 * A stack on a host that may break, the workspace it is released from, and relays in front of host and registry: one for all
 * classes of a JVM. It stays from one case to the next: what a case leaves is what the next one begins with, unless that failed.
 */
final class FaultBed extends ExternalResource {
    private static final List<String> GOOD = List.of("1", "2", "3");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int PORT = 8101;
    private static FaultBed instance;

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

    String hostKey = host.data.publicKey();
    private int migrations;
    private boolean whole;
    private boolean stopped;
    private String serving = "";

    private FaultBed() throws IOException {
        ssh = new Relay(host.data.address() + ":" + host.data.port(), "127.0.0.1");
        registry = new Relay(bed.registry(), bed.registry().split(":")[0]);
    }

    static synchronized FaultBed get() {
        try {
            instance = instance == null ? new FaultBed() : instance;
            return instance;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To be called before each case: a version serves, nothing is broken. Returns that version. */
    String begin() throws IOException {
        mend();
        if (stopped) {
            host.docker("start", container("db"), container("web"));
            await("the stack runs again").until(this::answer, serving::equals);
            stopped = false;
        } else if (!whole) {
            takeDown();
            project = TestBed.unique("fault");
            serving = "";
            migrations = 0;
            file("compose.yaml", compose());
            migration("CREATE TABLE items (name text); INSERT INTO items VALUES ('pot')");
            deploy(GOOD.get(0));
        }
        whole = false;
        return serving;
    }

    /** A good version that does not serve. */
    String next() {
        return GOOD.get((GOOD.indexOf(serving) + 1) % GOOD.size());
    }

    String directory() {
        return host.data.directory() + "/" + project;
    }

    String container(String service) {
        return project + "-" + service + "-1";
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
    static String flyway(String timeout) {
        return "{flyway: {locations: [sql], url: \"jdbc:postgresql://db:5432/shop\", service: db, user: shop}, timeout: "
                + timeout + "}";
    }

    /** What a query in the database prints. */
    String query(String sql) {
        return host.docker("exec", container("db"), "psql", "-U", "shop", "-At", "-c", sql);
    }

    DbSession transaction(String sql) {
        return new DbSession(host, container("db"), sql);
    }

    /** The host does not have that version, nor what only it is made of. */
    void evict(String version) {
        host.tryDocker("image", "rm", "-f", image(version));
    }

    String image(String version) {
        return FaultImages.web(registry.address(), version).reference().toString();
    }

    /** Lets a version that waits go on, see {@link #hold}. */
    void letGo() {
        host.docker("exec", container("web"), "touch", "/www/go");
    }

    /** Starts {@code deploy} of a version as a process. */
    Client client(String version, String... arguments) {
        return Client.start(workspace(), command(version, arguments));
    }

    /** The same, and in its pull, with a plan that is made, until the registry goes on. */
    Client heldInPull(String version) {
        evict(version);
        Client client = client(version).until("lock started");
        registry.holdAt("GET /v2/[^ ]*/blobs/");
        return client.until("pull started", registry::holds);
    }

    /** Plans a version; returns the plan's hash. */
    String plan(String version) throws IOException {
        write(version);
        CliRun run = CliRun.in(workspace()).execute("plan", "--json", "--images", version + ".json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out()).path("hash").asText();
    }

    /** Goes back to the release before. */
    CliRun rollback() {
        write(serving);
        return CliRun.in(workspace()).execute("rollback", "--yes");
    }

    JsonNode newest() throws IOException {
        return Invariants.of(this).records().get(0);
    }

    void awaitDatabase() {
        await("the database answers").atMost(LONG).until(() -> host.tryDocker(
                        "exec", container("db"), "pg_isready", "-q", "-h", "127.0.0.1")
                .succeeded());
    }

    /** Deploys a version in this process; it must succeed. */
    void deploy(String version) {
        CliRun run = run(version);
        assertThat(run.exitCode()).as(run.err()).isZero();
        serving = version;
    }

    CliRun run(String version, String... arguments) {
        return CliRun.in(workspace()).execute(command(version, arguments));
    }

    private String[] command(String version, String... arguments) {
        write(version);
        List<String> all = new ArrayList<>(List.of("deploy", "--yes", "--images", version + ".json"));
        all.addAll(List.of(arguments));
        return all.toArray(new String[0]);
    }

    /** What who asks the application gets. */
    String answer() {
        return host.shell("busybox wget -q -T 5 -O - http://" + host.data.address() + ":" + PORT + "/VERSION || :");
    }

    /** The end of a case in which the old version must have been kept. */
    void oldServes(String state) throws IOException {
        Invariants.of(this).serves(serving, state);
        recovers();
    }

    /** The end of a case in which the new version came through. */
    void newServes(String version) throws IOException {
        serving = version;
        Invariants.of(this).serves(version, "SUCCEEDED");
        recovers();
    }

    /** The end of a case that both versions may come out of: the one that a program says. */
    void ends(Client client, String version) throws IOException {
        if (client.exitCode() == 0) {
            newServes(version);
        } else {
            assertThat(client.exitCode()).as(client.log()).isIn(1, 6);
            oldServes("FAILED|ROLLED_BACK");
        }
    }

    /** Nothing is in the way of the next release, and when it has ended the target is as if nothing had been. */
    void recovers() throws IOException {
        mend();
        deploy(next());
        Invariants.of(this).serves(serving, "SUCCEEDED");
        Invariants.of(this).settled();
        whole = true;
    }

    private void mend() throws IOException {
        ssh.release();
        registry.release();
        host.mend();
        settings.clear();
        hold = "";
        restart = "always";
        hostKey = host.data.publicKey();
    }

    /** One for each stack: what failed stays there to be looked at. */
    private Path workspace() {
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

    private String compose() {
        return """
                services:
                  web:
                    image: ${WEB_IMAGE}
                    init: true
                    restart: "${RESTART}"
                    environment: {HOLD: "${HOLD}"}
                    ports: ["%d:8080"]
                    stop_grace_period: 2s
                """.formatted(PORT) + DeployImages.DATABASE;
    }

    private void write(String version) {
        ReleaseImages.of(
                        "fault",
                        HexFormat.of()
                                .formatHex(version.getBytes(StandardCharsets.UTF_8))
                                .repeat(8),
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
                        "127.0.0.1",
                        ssh.port(),
                        host.data.user(),
                        host.data.keyFile(),
                        directory(),
                        project,
                        hold,
                        restart,
                        DeployImages.database()));
        if (!hostKey.isEmpty()) {
            yaml.append("    hostKey: ").append(hostKey).append('\n');
        }
        if (!settings.containsKey("migration")) {
            yaml.append(
                    "    migration: {flyway: {locations: [sql], url: \"jdbc:postgresql://db:5432/shop\", service: db,"
                            + " user: shop}, timeout: 1m}\n");
        }
        settings.forEach((key, value) ->
                yaml.append("    ").append(key).append(": ").append(value).append('\n'));
        file("release.yaml", yaml.toString());
    }

    /** Between two classes it does not run: health checks take their time from others. */
    @Override
    protected void after() {
        if (whole) {
            host.docker("stop", container("web"), container("db"));
            whole = false;
            stopped = true;
        }
    }

    private void takeDown() throws IOException {
        if (!project.isEmpty()) {
            host.shell(
                    "f=label=com.docker.compose.project=$2; docker ps -aq --filter $f | xargs -r docker rm -f;"
                            + " docker volume ls -q --filter $f | xargs -r docker volume rm;"
                            + " docker network ls -q --filter $f | xargs -r docker network rm; rm -rf -- \"$1\"",
                    directory(),
                    project);
        }
    }
}
