package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.composerelease.cli.CliRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A stack on a host that may break, the workspace it is released from, and relays in front of host and registry: one for all
 * classes of a JVM. It stays from one case to the next: what a case leaves is what the next one begins with, unless that failed.
 */
final class FaultBed extends FaultWorkspace {
    private static final List<String> GOOD = List.of("1", "2", "3");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static FaultBed instance;

    private boolean whole;
    private boolean stopped;
    private String serving = "";
    private Client last;

    private FaultBed() throws IOException {}

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
            serving = "";
            beginAnew();
            deploy(GOOD.get(0));
        }
        whole = false;
        last = null;
        return serving;
    }

    /** A good version that does not serve. */
    String next() {
        return next(serving);
    }

    /** The good version after another. */
    String next(String version) {
        return GOOD.get((GOOD.indexOf(version) + 1) % GOOD.size());
    }

    String container(String service) {
        return project + "-" + service + "-1";
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
        last = Client.start(workspace(), command(version, arguments));
        return last;
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

    /** Where the application says which version it is. */
    URL url() throws IOException {
        return new URL("http", host.data.address(), PORT, "/VERSION");
    }

    /** What who asks the application gets; {@code none} where nobody answers. */
    String answer() throws IOException {
        return Requester.answer(url());
    }

    /** The end of a case in which the old version must have been kept. */
    void oldServes(String state) throws IOException {
        requireServing(serving, state);
        recovers();
    }

    /** The end of a case in which the new version came through. */
    void newServes(String version) throws IOException {
        serving = version;
        requireServing(version, "SUCCEEDED");
        recovers();
    }

    private void requireServing(String version, String state) throws IOException {
        try {
            Invariants.of(this).serves(version, state);
        } catch (AssertionError | ConditionTimeoutException e) {
            throw new AssertionError(
                    e.getMessage() + (last == null ? "" : "\nThe last program said:\n" + last.log()), e);
        }
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

    /** The end of a case whose program was killed after the switch began: either version answers, and nothing is left. */
    void oneServes(String version) throws IOException {
        await("a version answers").atMost(LONG).until(this::answer, answer -> List.of(serving, version)
                .contains(answer));
        Invariants.of(this).nothingIsLeft();
        recoversInTwo();
    }

    /** Nothing is in the way of the next release, and when it has ended the target is as if nothing had been. */
    void recovers() throws IOException {
        mend();
        deploy(next());
        recovered();
    }

    private void recovered() throws IOException {
        Invariants.of(this).serves(serving, "SUCCEEDED");
        Invariants.of(this).settled();
        whole = true;
    }

    /** The same where the first release after what broke may be refused; returns the version that serves. */
    String recoversInTwo() throws IOException {
        mend();
        if (run(next()).exitCode() != 0) {
            recovers();
        } else {
            serving = next();
            recovered();
        }
        return serving;
    }

    /** What broke or is held goes on. */
    void heal() throws IOException {
        ssh.release();
        registry.release();
        host.mend();
    }

    private void mend() throws IOException {
        heal();
        resetSettings();
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

    private void takeDown() {
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
