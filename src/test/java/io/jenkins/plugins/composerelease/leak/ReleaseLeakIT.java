package io.jenkins.plugins.composerelease.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/**
 * A complete release with hostile secrets, good and bad endings of it, below a tracer that sees every program start: on this machine, in
 * builds, on the host and in containers. Then every place is searched. Played once; each test looks at another side.
 */
public class ReleaseLeakIT {
    @ClassRule
    public static final TracedBed BED = new TracedBed();

    private static final String ENVIRONMENT_ONLY = "label=com.docker.compose.project=leak-env";
    private static final Map<String, Integer> ENDED = new LinkedHashMap<>();
    private static LeakStage stage;
    private static LeakPlaces first;
    private static LeakPlaces second;
    private static LeakPlaces after;
    private static FileTime since;
    private static String plan;

    @BeforeClass
    public static void play() throws Exception {
        since = FileTime.from(Instant.now().minusSeconds(2));
        stage = new LeakStage(BED);
        stack();
        releases();
        stops();
        helpers();
        first = search("");
        environmentOnly();
        second = search(
                shell("docker ps -q --no-trunc --filter " + ENVIRONMENT_ONLY).strip());
        shell("docker ps -aq --filter " + ENVIRONMENT_ONLY + " | xargs -r docker rm -f");
        after = search("");
    }

    @AfterClass
    public static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    public void everyRunEndedAsMeant() {
        assertThat(ENDED).containsExactlyInAnyOrderEntriesOf(Map.ofEntries());
    }

    @Test
    public void nothingHoldsASecretAndTheMarkerIsFoundEverywhere() {
        System.out.println("first: " + first.found());
        System.out.println("second: " + second.found());
        System.out.println("after: " + after.found());
        assertThat(first.found())
                .allSatisfy((place, held) -> assertThat(held).as(place).containsExactly(HostileSecrets.MARKER));
    }

    private static void stack() throws IOException {
        stage.behave(LeakApp.Mode.LOUD);
        run("build", "publish", "--no-push");
        run("up", "up", "--images", "built-images.json", "--json", "--result", "up.json");
        run("down", "down", "--logs", "logs");
    }

    private static void releases() throws IOException {
        stage.behave(LeakApp.Mode.QUIET);
        run("publish", "publish");
        run("plan", "plan", "--target", "production", "--json");
        release("first release");
        stage.behave(LeakApp.Mode.UNHEALTHY);
        release("unhealthy");
        stage.behave(LeakApp.Mode.ANSWERS);
        release("answers with secrets");
        stage.behave(LeakApp.Mode.QUIET);
        stage.write("sql/V2__tells.sql", """
                DO $do$ BEGIN RAISE EXCEPTION 'cannot log in with % %', pg_read_file('/run/secrets/db_password'), 'MARKER'; END $do$;
                """.replace("MARKER", stage.secrets.text(HostileSecrets.MARKER)));
        release("failed migration");
        Files.delete(stage.workspace.resolve("sql/V2__tells.sql"));
    }

    private static void release(String title) throws IOException {
        int number = ENDED.size();
        run(
                title,
                "deploy",
                "--target",
                "production",
                "--yes",
                "-v",
                "--report",
                "report-" + number + ".html",
                "--result",
                "result-" + number + ".json");
    }

    /** Stopped and killed in the middle of a switch; what that leaves is the next release's to settle. */
    private static void stops() throws IOException {
        stage.behave(LeakApp.Mode.SLOW);
        CommandLine.Run stopped = switching();
        stopped.java().destroy();
        ENDED.put("stopped", stopped.exitCode());
        CommandLine.Run killed = switching();
        killed.java().destroyForcibly();
        ENDED.put("killed", killed.exitCode());
        stage.behave(LeakApp.Mode.QUIET);
        release("after the kill");
    }

    private static CommandLine.Run switching() throws IOException {
        CommandLine.Run run = stage.cli.start("deploy", "--target", "production", "--yes");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !run.process().isAlive()
                        || shell(
                                        "docker ps -q --filter label=com.docker.compose.project=leak | xargs -r docker inspect --format '{{.Config.Env}}'")
                                .contains("MODE=SLOW"));
        return run;
    }

    private static void helpers() throws IOException {
        run("backup", "backup", "--target", "production");
        run("status", "status", "--target", "production", "--json");
        run("verify", "verify", "--target", "production");
        run("rollback", "rollback", "--target", "production", "--yes", "--result", "rollback.json");
        run("secrets write", "secrets", "write", "--name", "leak", "--json");
        run("secrets remove", "secrets", "remove", "--name", "leak", "--json");
    }

    private static void environmentOnly() throws IOException {
        stage.writeEnvironmentOnly();
        plan = run("plan of the second case", "plan", "-f", "env.yaml", "--target", "production")
                .text();
        run("second case", "deploy", "-f", "env.yaml", "--target", "production", "--yes", "-v");
    }

    private static CommandLine.Run run(String title, String... arguments) throws IOException {
        CommandLine.Run run = stage.cli.run(arguments);
        ENDED.put(title, run.exitCode());
        System.out.println("--- " + title + ": " + run.exitCode());
        return run;
    }

    /** @param apart id of a container that may hold secrets in its environment; empty for none */
    private static LeakPlaces search(String apart) throws IOException {
        TestBed bed = BED.bed();
        TestBed.HostData host = bed.host("web1");
        LeakPlaces places = new LeakPlaces(stage.secrets.search(), since);
        Path root = Path.of(hostSetting("HOST_ROOT"));
        Set<Path> live = liveSecrets(root);
        places.except(path ->
                !apart.isEmpty() && path.toString().contains(apart) || excepted(root, path) || live.contains(path));
        for (Map.Entry<String, Path> console : stage.cli.consoles().entrySet()) {
            places.bytes(console.getKey(), Files.readAllBytes(console.getValue()));
        }
        places.bytes("arguments on the agent", BED.onAgent().bytes());
        places.bytes("arguments on hosts, in containers and builds", BED.onBed().bytes());
        places.text("issues", stage.github.issues().toString());
        places.tree("workspace", stage.workspace);
        places.tree("home", stage.workspace.resolveSibling("home"));
        places.tree("target directory", root.resolve("srv"));
        places.tree(
                "home on the host",
                root.resolve(
                        BED.home().resolve("hosts/web1/mnt/root").toString().substring(1)));
        places.tree("/run of the host", root.resolve("run"));
        places.tree("/dev/shm of the host", root.resolve("dev/shm"));
        places.tree("engine's files on the host", root.resolve("var/lib/docker"));
        places.tree("engine's files on the agent", BED.home().resolve("agent/mnt/docker"));
        places.tree("registry", BED.home().resolve("registry"));
        places.tree("test bed's logs", BED.home().resolve("logs"));
        places.tree("sshd's log", host.sshdLog());
        places.tree("log of the engine on the host", host.sshdLog().resolveSibling("dockerd.log"));
        places.engine("agent", bed.setting("TESTBED_DOCKER_HOST"), "*/leak/*", apart);
        places.engine("host", host.dockerHost(), "*/leak/*", apart);
        for (String shared : List.of("/tmp", "/var/tmp", "/dev/shm")) {
            places.shared(shared, Path.of(shared));
        }
        places.processes("processes", apart);
        System.out.println("searched " + places.files() + " files, " + places.megabytes() + " MB");
        return places;
    }

    private static boolean excepted(Path root, Path path) {
        return path.equals(BED.directory())
                || path.startsWith(root.resolve("var/lib/docker/containers"))
                        && path.toString().endsWith("-json.log");
    }

    /** The secret files that running containers mount. */
    private static Set<Path> liveSecrets(Path root) {
        String mounts = "docker ps -q | xargs -r docker inspect --format '{{range .Mounts}}{{println .Source}}{{end}}'";
        return shell(mounts)
                .lines()
                .filter(source -> source.startsWith("/dev/shm/"))
                .map(source -> root.resolve(source.substring(1)))
                .collect(java.util.stream.Collectors.toSet());
    }

    private static String hostSetting(String name) throws IOException {
        return Files.readAllLines(BED.home().resolve("hosts/web1/env")).stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1).replace("'", ""))
                .findFirst()
                .orElseThrow();
    }

    private static String shell(String script) {
        return new LocalRunner(Map.of("DOCKER_HOST", BED.bed().host("web1").dockerHost()))
                .require(Command.of("look at the host", "sh", "-c", script), Deadline.in(Duration.ofMinutes(1)))
                .output();
    }
}
