package io.jenkins.plugins.composerelease.ui;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

public class ReleasePageTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private FreeStyleProject job;
    private FreeStyleBuild build;
    private ReleaseAction action;

    @Before
    public void build() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("nobody")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        job = jenkins.createFreeStyleProject();
        build = jenkins.buildAndAssertSuccess(job);
        action = ReleaseAction.of(build);
    }

    @Test
    public void showsPlanPhasesHealthAndImagesOfAReleaseThatSucceeded() throws Exception {
        action.plan(Samples.PLAN, "production", Samples.planResult(Samples.plan("web")));
        action.approved(Samples.PLAN, "bob");
        String entry = action.begin("Deploy to production", "production");
        action.end(
                entry,
                Samples.result("20261121T100000Z-4f1c2d3", "SUCCEEDED", 0).toString());

        HtmlPage page = page();

        String text = page.getBody().asNormalizedText();
        assertThat(text)
                .contains("Plan " + Samples.PLAN + " for production")
                .contains("Approved by")
                .contains("bob");
        assertThat(text).contains("Deploy to production").contains("Succeeded").contains("services are healthy");
        assertThat(text)
                .contains("Migrate")
                .contains("version 7")
                .contains("Health")
                .contains("starting 6.0 s");
        assertThat(text).doesNotContain("host key matches");
        String plan = page.getElementById("plan-" + Samples.PLAN).getTextContent();
        assertThat(plan).contains("aaaaaaaaaaaa").contains("bbbbbbbbbbbb");
        assertThat(plan)
                .contains("DROP COLUMN legacy_price")
                .contains("host key matches")
                .contains("db_password");
        assertThat(plan).contains("nginx/site.conf").contains("rules out an automatic rollback");
        DomElement ours = page.querySelector(".compose-release");
        assertThat(ours.getByXPath(".//table[not(caption)] | .//th[not(@scope)]"))
                .isEmpty();
        assertThat(page.querySelectorAll(".compose-release table caption")).isNotEmpty();
        assertThat(page.querySelectorAll(".compose-release .bar svg rect.ok")).isNotEmpty();
        assertThat(page.querySelectorAll(".compose-release .bar svg rect.running"))
                .isNotEmpty();
    }

    @Test
    public void opensThePlanUntilItIsApproved() throws Exception {
        action.plan(Samples.PLAN, "production", Samples.planResult(Samples.plan("web")));
        assertThat(page().getBody().asNormalizedText()).contains("Planned").contains("host key matches");

        action.approved(Samples.PLAN, "bob");

        assertThat(page().getBody().asNormalizedText()).contains("Approved").doesNotContain("host key matches");
    }

    @Test
    public void showsTheEvidenceOfACommandWithoutAReport() throws Exception {
        String entry = action.begin("Start for tests", "");
        action.event(entry, Samples.service("web", "created", "", 1));
        action.event(entry, Samples.service("web", "exited", "code 1", 2));
        action.end(entry, Samples.failedUp("web").toString());

        String text = page().getBody().asNormalizedText();

        assertThat(text).contains("Start for tests").contains("Failed");
        assertThat(text).contains("Service 'web' exited with 1. See its log.").contains("ImportError");
        assertThat(text).contains("Exit code").contains("Wait for it").contains("code 1");
        assertThat(text).doesNotContain("nothing switched");
    }

    @Test
    public void saysThatAFileIsMissingOrBroken() throws Exception {
        action.plan(Samples.PLAN, "production", Samples.planResult(Samples.plan("web")));
        String broken = action.begin("Broken", "production");
        action.end(broken, Samples.result("r", "SUCCEEDED", 0).toString());
        String gone = action.begin("Gone", "production");
        action.end(gone, Samples.result("r", "SUCCEEDED", 0).toString());
        Path directory = build.getRootDir().toPath().resolve("compose-release");
        Files.writeString(directory.resolve("plan-" + Samples.PLAN + ".json"), "{\"plan\":");
        Files.writeString(directory.resolve(broken + ".result.json"), "{\"exitCode\":0,\"report\":{\"state\":\"X\"}}");
        Files.delete(directory.resolve(gone + ".result.json"));

        HtmlPage page = page();

        assertThat(page.getWebResponse().getStatusCode()).isEqualTo(200);
        assertThat(page.querySelectorAll(".jenkins-alert-warning")).hasSize(3);
        assertThat(page.getBody().asNormalizedText()).contains("compose-release/" + gone + ".result.json");
    }

    @Test
    public void saysThatAResultWasLost() throws Exception {
        action.end(action.begin("Deploy", "production"), null);
        action.begin("Never ended", "production");

        String text = page().getBody().asNormalizedText();

        assertThat(text).containsSubsequence("Never ended", "Result unknown", "Deploy", "Result unknown");
    }

    @Test
    public void showsTheStateOnTheBuildsOwnPage() throws Exception {
        action.end(
                action.begin("Deploy to production", "production"),
                Samples.result("r", "SUCCEEDED", 0).toString());
        action.end(
                action.begin("Smoke test", "staging"), Samples.failedUp("web").toString());

        HtmlPage page = client("reader").getPage(build);

        assertThat(page.querySelector(".compose-release-lines").getTextContent())
                .contains("Deploy to production")
                .contains("Succeeded")
                .doesNotContain("(production)")
                .contains("Smoke test")
                .contains("(staging)")
                .contains("Failed");
        assertThat(page.getAnchorByText("Deploy to production").getHrefAttribute())
                .isEqualTo("release/#entry-1");
    }

    @Test
    public void isForThoseWhoMaySeeTheJob() throws Exception {
        String url = build.getUrl() + "release/";
        WebClient nobody = client("nobody").withThrowExceptionOnFailingStatusCode(false);

        assertThat(client("reader").goTo(url).getWebResponse().getStatusCode()).isEqualTo(200);
        for (String page : new String[] {url, url + "progress", url + "item?key=entry-1"}) {
            assertThat(nobody.goTo(page, null).getWebResponse().getStatusCode()).isEqualTo(404);
        }
    }

    @Test
    public void answersThatAnUnknownPieceIsNotThere() throws Exception {
        WebClient client = client("reader").withThrowExceptionOnFailingStatusCode(false);

        for (String key : new String[] {"", "entry-9", "plan-..", "entry-../../config"}) {
            assertThat(client.goTo(build.getUrl() + "release/item?key=" + key, null)
                            .getWebResponse()
                            .getStatusCode())
                    .isEqualTo(404);
        }
    }

    private HtmlPage page() throws Exception {
        return client("reader").goTo(build.getUrl() + "release/");
    }

    private static WebClient client(String user) throws Exception {
        return jenkins.createWebClient().login(user);
    }
}
