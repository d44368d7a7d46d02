package io.jenkins.plugins.composerelease.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.htmlunit.html.HtmlPage;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.TestBuilder;

public class LiveReleaseTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private final CountDownLatch finish = new CountDownLatch(1);
    private FreeStyleBuild build;
    private ReleaseAction action;

    @Before
    public void start() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new TestBuilder() {
            @Override
            public boolean perform(AbstractBuild<?, ?> running, Launcher launcher, BuildListener listener)
                    throws InterruptedException {
                return finish.await(5, TimeUnit.MINUTES);
            }
        });
        build = job.scheduleBuild2(0).waitForStart();
        action = ReleaseAction.of(build);
    }

    @After
    public void finish() throws Exception {
        finish.countDown();
        jenkins.waitForCompletion(build);
    }

    @Test
    public void followsARunningRelease() throws Exception {
        WebClient client = jenkins.createWebClient();
        HtmlPage page = client.goTo(build.getUrl() + "release/");
        assertThat(page.getBody().asNormalizedText()).contains("Nothing has been released");

        String entry = action.begin("Deploy to production", "production");
        action.event(entry, Samples.phase("migrate", "started", "one migration", 0));
        waitFor(client, page, "one migration");
        action.event(entry, Samples.service("web", "starting", "first probe", 0));
        waitFor(client, page, "first probe");
        assertThat(page.getBody().asNormalizedText()).doesNotContain("Nothing has been released");

        action.end(entry, Samples.result("r1", "SUCCEEDED", 0).toString());
        waitFor(client, page, "services are healthy");
        assertThat(page.querySelector("[data-compose-release-status]").getTextContent())
                .isEqualTo("Deploy to production: Succeeded");
    }

    @Test
    public void showsThePhaseOnTheBuildsOwnPage() throws Exception {
        String entry = action.begin("Deploy to production", "production");
        action.event(entry, Samples.phase("pull", "started", "", 0));
        WebClient client = jenkins.createWebClient();
        HtmlPage page = client.getPage(build);
        assertThat(page.getBody().asNormalizedText()).contains("Running: pull");

        action.event(entry, Samples.phase("pull", "ok", "", 1));
        action.event(entry, Samples.phase("switch", "started", "", 1));

        waitFor(client, page, "Running: switch");
    }

    @Test
    public void tellsWhereEachCommandIs() throws Exception {
        String entry = action.begin("Deploy to production", "production");
        action.event(entry, Samples.phase("verify", "started", "", 0));

        JsonNode progress = progress();

        assertThat(progress.path("running").asBoolean()).isTrue();
        JsonNode item = progress.path("items").path(0);
        assertThat(item.path("key").asText()).isEqualTo("entry-1");
        assertThat(item.path("state").asText()).isEqualTo("Running: verify");
        String version = item.path("version").asText();
        action.event(entry, Samples.phase("verify", "ok", "", 1));
        assertThat(progress().path("items").path(0).path("version").asText()).isNotEqualTo(version);
        finish.countDown();
        jenkins.waitForCompletion(build);
        assertThat(progress().path("running").asBoolean()).isFalse();
        assertThat(progress().path("items").path(0).path("state").asText()).isEqualTo("Result unknown");
    }

    @Test
    public void savesEventsThatNoPhaseFollows() {
        String entry = action.begin("Start", "");

        action.event(entry, Samples.service("web", "starting", "", 0));

        Path file = build.getRootDir().toPath().resolve("compose-release/1.live.json");
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> assertThat(Files.readString(file))
                .contains("starting"));
    }

    @Test
    public void leavesOutWhatIsNoEvent() throws Exception {
        String entry = action.begin("Start", "");

        action.event(entry, "");
        action.event(entry, "{\"type\":");
        action.event(entry, "[1]");
        action.event("no such entry", Samples.service("web", "starting", "", 0));
        action.event(entry, "{\"type\":\"phase\",\"phase\":\"cook\",\"state\":\"started\",\"at\":\"soon\"}");
        for (int i = 0; i < 3_000; i++) {
            action.event(entry, Samples.service("web", i % 2 == 0 ? "exited" : "restarting", "", i));
        }

        assertThat(action.live(entry).events()).hasSize(2_000);
        assertThat(jenkins.createWebClient()
                        .goTo(build.getUrl() + "release/")
                        .getWebResponse()
                        .getStatusCode())
                .isEqualTo(200);
    }

    private JsonNode progress() throws Exception {
        return new ObjectMapper()
                .readTree(jenkins.createWebClient()
                        .goTo(build.getUrl() + "release/progress", null)
                        .getWebResponse()
                        .getContentAsString());
    }

    private static void waitFor(WebClient client, HtmlPage page, String text) {
        await().atMost(LONG).untilAsserted(() -> {
            client.waitForBackgroundJavaScript(500);
            assertThat(page.getBody().asNormalizedText()).contains(text);
        });
    }
}
