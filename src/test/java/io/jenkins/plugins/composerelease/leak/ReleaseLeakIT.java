package io.jenkins.plugins.composerelease.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    private static final Set<String> VISIBLE =
            Set.of("token", "tricky", "db_password", "key", "word", "tiny", "jwt", HostileSecrets.MARKER);
    private static final Map<String, Integer> ENDED = new LinkedHashMap<>();
    private static LeakStage stage;
    private static LeakPlaces first;
    private static LeakPlaces second;
    private static LeakPlaces after;
    private static FileTime since;
    private static String plan;
    private static String inspected;

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
        String apart =
                shell("docker ps -q --no-trunc --filter " + ENVIRONMENT_ONLY).strip();
        inspected = shell("docker inspect " + apart);
        second = search(apart);
        shell("docker ps -aq --filter " + ENVIRONMENT_ONLY + " | xargs -r docker rm -f");
        after = new EveryPlace(BED, stage, apart).searchContainers(since);
    }

    @AfterClass
    public static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    public void everyRunEndedAsMeant() {
        List<String> worked = new ArrayList<>(List.of("build", "up", "down", "publish", "plan", "first release"));
        worked.addAll(List.of(
                "after it was settled",
                "backup",
                "status",
                "verify",
                "rollback",
                "secrets write",
                "secrets remove",
                "plan of the second case",
                "second case"));
        Map<String, Integer> expected = new LinkedHashMap<>(Map.of(
                "unhealthy", 6, "answers with secrets", 6, "failed migration", 5, "stopped", 143, "killed", 137));
        expected.put("after the kill", ExitCode.PLAN_REFUSED.code());
        worked.forEach(title -> expected.put(title, 0));
        assertThat(ENDED).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(stage.github.issues()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    public void noPlaceHoldsASecret() {
        assertThat(first.found()).hasSizeGreaterThan(40);
        assertClean(first);
    }

    /** Where an application reads its environment only, {@code docker inspect} of its container shows it, and nothing else does. */
    @Test
    public void onlyTheContainerOfAnEnvironmentShowsIt() {
        assertThat(stage.secrets.search().in(inspected)).containsAll(VISIBLE);
        assertThat(second.found()).hasSizeGreaterThan(first.found().size());
        assertClean(second);
        assertClean(after);
    }

    @Test
    public void thePlanWarnsOfEachVariableThatDockerInspectWouldShow() {
        for (Map.Entry<String, String> variable : LeakStage.VARIABLES.entrySet()) {
            assertThat(plan.lines().filter(line -> line.contains(variable.getKey()) && line.contains("docker inspect")))
                    .as("warnings of " + variable.getKey())
                    .hasSize(variable.getValue().equals("empty") ? 0 : 1);
        }
    }

    /** Programs that only a trace from above the daemons sees, and arguments that were put there to be seen. */
    @Test
    public void everyKindOfProgramIsInTheTrace() throws IOException {
        ExecTrace agent = BED.onAgent();
        for (String program : List.of(
                "compose-release-cli.jar", "canary-agent", "ControlMaster", "buildx", "--password-stdin", "git")) {
            assertThat(agent.count(program)).as(program).isPositive();
        }
        ExecTrace bed = BED.onBed();
        for (String program : List.of(
                "canary-build",
                "canary-container",
                "pg_dump",
                "pg_isready",
                "docker-compose",
                "initdb",
                "containerd-shim")) {
            assertThat(bed.count(program)).as(program).isPositive();
        }
        assertThat(bed.count("--project-name", LeakStage.PROJECT))
                .as("over SSH")
                .isPositive();
        assertThat(bed.count("runc", "exec")).as("in containers").isPositive();
    }

    /** Each place holds what was put there to be found, and nothing else that was looked for. */
    private static void assertClean(LeakPlaces places) {
        assertThat(places.found())
                .isNotEmpty()
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
        release("after the kill"); // settles what the killed one left, so that the plan is another one than was said
        // yes to
        release("after it was settled");
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
        plan = run(
                        "plan of the second case",
                        "plan",
                        "-f",
                        "env.yaml",
                        "--images",
                        "env-images.json",
                        "--target",
                        "environment")
                .text();
        run(
                "second case",
                "deploy",
                "-f",
                "env.yaml",
                "--images",
                "env-images.json",
                "--target",
                "environment",
                "--yes",
                "-v");
    }

    private static CommandLine.Run run(String title, String... arguments) throws IOException {
        CommandLine.Run run = stage.cli.run(arguments);
        ENDED.put(title, run.exitCode());
        System.out.println("--- " + title + ": " + run.exitCode());
        return run;
    }

    /** @param apart id of a container that may hold secrets in its environment; empty for none */
    private static LeakPlaces search(String apart) throws IOException {
        LeakPlaces places = new EveryPlace(BED, stage, apart).search(since);
        System.out.println(
                "ReleaseLeakIT: searched " + places.found().size() + " places, " + places.files() + " files, "
                        + places.megabytes() + " MB; starts of programs traced: "
                        + BED.onAgent().size() + " on the agent, "
                        + BED.onBed().size() + " on the host, in containers and builds");
        return places;
    }

    private static String shell(String script) {
        return BED.shell(BED.bed().host("web1").dockerHost(), script);
    }
}
