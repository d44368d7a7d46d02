package io.jenkins.plugins.composerelease.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The demo's six acts on real parts, played once; each test looks at another side of what came of them. */
public class SixActsIT {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final String PROJECT = "shop";
    private static final Map<Integer, String> RUNNING = new TreeMap<>();
    private static LocalRunner hostDocker;
    private static TestBed.HostData host;
    private static Path place;
    private static String printed;
    private static Masker masker;
    private static Set<String> commandLines;
    private static List<Act> acts;
    private static List<StandInIssue> issues;

    @BeforeClass
    public static void play() throws Exception {
        TestBed bed = TestBed.get();
        host = bed.host("web1");
        hostDocker = new LocalRunner(Map.of("DOCKER_HOST", host.dockerHost()));
        removeShop();
        place = FOLDER.getRoot().toPath();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Path jar = Path.of("target/compose-release-cli.jar").toAbsolutePath();
        try (ProcessWatch watch = ProcessWatch.start();
                DemoStage stage = new DemoStage(TestBed.file(), place.resolve(PROJECT), jar, print)) {
            masker = Masker.of(stage.secrets());
            acts = new Demo(stage, place, print).play(act -> RUNNING.put(act.number(), runningWebImage()));
            DemoReport report = new DemoReport(acts);
            report.table(print);
            report.html(place);
            issues = stage.github().issues();
            commandLines = watch.seen();
        } finally {
            printed = out.toString(StandardCharsets.UTF_8);
            System.out.println(printed);
        }
    }

    @AfterClass
    public static void removeShop() {
        TestBed.get()
                .onHost(
                        "web1",
                        "exec",
                        "sh",
                        "-c",
                        "docker ps -aq --filter label=com.docker.compose.project=shop"
                                + " | xargs -r docker rm -f; docker volume rm -f shop_data; docker network rm shop_default;"
                                + " rm -rf " + host.directory() + "/shop; true");
    }

    @Test
    public void everyActEndsAsMeantAndTheRightVersionServes() {
        assertThat(acts).hasSize(6).allSatisfy(act -> assertThat(act.asExpected())
                .as(act.toString())
                .isTrue());
        assertThat(acts).extracting(Act::served).containsExactly("1.0.0", "1.1.0", "1.1.0", "1.1.0", "1.1.0", "1.0.0");
    }

    @Test
    public void hostRunsExactlyTheDigestsThatTheRegistryHas() throws Exception {
        String first = published(1);
        String second = published(2);
        assertThat(first).contains("@sha256:").isNotEqualTo(second);
        assertThat(RUNNING.values()).containsExactly(first, second, second, second, second, first);
    }

    @Test
    public void eachMigrationIsInTheHistoryOnceAndTheFailedOneIsNot() {
        assertThat(query("SELECT version || ' ' || success FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("1 true", "2 true", "3 true");
    }

    @Test
    public void dataSurvives() {
        assertThat(query("SELECT count(*) FROM items")).containsExactly("3");
    }

    @Test
    public void backsUpBeforeEachMigration() {
        String backups =
                TestBed.get().onHost("web1", "exec", "ls", host.directory() + "/shop/.compose-release/backups");
        // Acts 1 to 4 have something to migrate; in act 5 nothing is pending any more.
        assertThat(backups.strip().lines().filter(name -> name.endsWith(".dump")))
                .hasSize(4);
        assertThat(backups.strip().lines().filter(name -> name.endsWith(".json")))
                .as("what is remembered of each")
                .hasSize(4);
    }

    @Test
    public void eachKindOfFailureHasOneIssueAndItsRepeatOneComment() {
        assertThat(issues).hasSize(2);
        assertThat(issues.get(0).title()).contains("migrate");
        assertThat(issues.get(0).comments()).isEmpty();
        assertThat(issues.get(1).title()).contains("switch");
        assertThat(issues.get(1).comments()).hasSize(1);
        assertThat(issues.get(1).body()).contains("stok").contains("web");
        assertThat(issues).allMatch(issue -> issue.labels().contains("bug"));
    }

    @Test
    public void visitorsNoticeNothingOfAFailedMigration() {
        assertThat(acts.get(2).requests().orElseThrow().failed()).isZero();
        assertThat(acts.get(2).requests().orElseThrow().total()).isGreaterThan(20);
    }

    @Test
    public void noSecretIsInAnythingThatWasPrintedOrWritten() throws Exception {
        assertClean("the terminal", printed);
        assertClean("an issue", issues.toString());
        try (var paths = Files.walk(place)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                assertClean(path.toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
            }
        }
        String home = host.directory() + "/shop";
        assertClean(
                home,
                TestBed.get()
                        .onHost(
                                "web1",
                                "exec",
                                "sh",
                                "-c",
                                "find " + home + " -type f ! -name '*.dump' -exec cat {} +"));
        assertThat(Files.readString(place.resolve("report.html")))
                .contains("Act 4")
                .contains("stok");
    }

    @Test
    public void noSecretIsInWhatDockerOrTheProcessListShows() {
        String inspected = TestBed.get()
                .onHost(
                        "web1",
                        "exec",
                        "sh",
                        "-c",
                        "docker ps -aq | xargs docker inspect; docker images -q | xargs docker inspect; docker volume ls -q | xargs docker volume inspect");
        assertThat(inspected).contains("/run/secrets/db_password");
        assertClean("docker inspect", inspected);
        assertThat(commandLines).anyMatch(line -> line.contains("compose-release-cli.jar"));
        assertThat(commandLines).anyMatch(line -> line.contains("pg_dump"));
        assertClean("a command line", String.join("\n", commandLines));
    }

    private static void assertClean(String what, String text) {
        String masked = masker.mask(text);
        int at = 0;
        while (at < Math.min(masked.length(), text.length()) && masked.charAt(at) == text.charAt(at)) {
            at++;
        }
        // Not the text itself: a failing test must not print the secret either.
        assertThat(masked.equals(text))
                .as("%s holds a secret after: %s", what, text.substring(Math.max(0, at - 60), at))
                .isTrue();
    }

    private static List<String> query(String sql) {
        return TestBed.get()
                .onHost(
                        "web1",
                        "exec",
                        "docker",
                        "exec",
                        "shop-db-1",
                        "psql",
                        "-U",
                        "shop",
                        "-d",
                        "shop",
                        "-At",
                        "-c",
                        sql)
                .strip()
                .lines()
                .toList();
    }

    private static String runningWebImage() {
        return hostDocker
                .require(
                        Command.of("look", "docker", "inspect", "--format", "{{.Config.Image}}", "shop-web-1"),
                        Deadline.in(Duration.ofSeconds(20)))
                .output()
                .strip();
    }

    /** What the act's record says was published for the web service. */
    private static String published(int act) throws Exception {
        JsonNode result = Json.tree(Files.readString(DemoReport.result(place, act)), "a result");
        return result.path("record").path("images").path("web").asText();
    }
}
