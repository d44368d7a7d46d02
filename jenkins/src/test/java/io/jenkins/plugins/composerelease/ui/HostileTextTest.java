package io.jenkins.plugins.composerelease.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import java.util.List;
import java.util.Set;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;

/** Pages that show what others wrote: repositories, hosts, trackers. None of it becomes markup, and they hold no script. */
public class HostileTextTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>\"'&<script>alert(2)</script>";

    /** Keys whose values are no text for people: the pages read them, and refuse what they are not. */
    private static final Set<String> READ = Set.of(
            "from", "to", "images", "action", "phase", "state", "result", "start", "length", "started", "elapsed");

    private static final String INLINE = ".//script | .//style | .//@style | .//@*[starts-with(name(), 'on')]";

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private FreeStyleProject job;
    private FreeStyleBuild build;
    private ReleaseAction action;

    @Before
    public void build() throws Exception {
        job = jenkins.createFreeStyleProject();
        build = jenkins.buildAndAssertSuccess(job);
        action = ReleaseAction.of(build);
    }

    @Test
    public void escapesEachTextOfAPlan() throws Exception {
        ObjectNode plan = Samples.plan(EVIL);
        poison(plan);
        plan.withArray("checks").forEach(check -> ((ObjectNode) check).put("ok", false));
        action.plan(Samples.PLAN, EVIL, Samples.planResult(plan));
        action.approved(Samples.PLAN, EVIL);

        for (HtmlPage page : pages()) {
            assertHarmless(page);
        }
        DomElement shown = pages()[0].getElementById("plan-" + Samples.PLAN);
        for (String column : new String[] {"reason", "description", "detail", "remedy"}) {
            assertThat(shown.getTextContent()).contains(marked(column));
        }
    }

    @Test
    public void showsNoPlanWhoseImagesAreNone() throws Exception {
        for (String column : new String[] {"from", "to"}) {
            ObjectNode plan = Samples.plan("web");
            ((ObjectNode) plan.path("changes").path(0)).put(column, Samples.image(Samples.NEW) + EVIL);
            action.plan(Samples.PLAN, "production", Samples.planResult(plan));

            assertThat(pages()[0].getBody().getTextContent()).contains("cannot be read");
            assertHarmless(pages()[0]);
        }
    }

    @Test
    public void escapesEachTextOfARelease() throws Exception {
        action.issue("javascript:alert(3)", EVIL);
        action.issue("https://example.com/\"onclick=alert(4)", EVIL);
        action.issue("https://example.com/1", EVIL);
        String up = action.begin(EVIL, EVIL);
        action.event(up, Samples.phase("migrate", "started", EVIL, 0));
        action.event(up, Samples.service(EVIL, EVIL, EVIL, 1));
        action.end(up, Samples.failedUp(EVIL).toString());
        ObjectNode result = Samples.result(EVIL, "FAILED", 3);
        poison(result);
        ObjectNode report = (ObjectNode) result.path("report");
        report.putObject("issue").put("text", EVIL).put("url", "javascript:alert(5)");
        action.end(action.begin(EVIL, EVIL), result.toString());

        assertThat(pages()[0].querySelectorAll(".jenkins-alert-warning"))
                .as("unreadable")
                .isEmpty();
        for (HtmlPage page : pages()) {
            assertHarmless(page);
            assertThat(page.getBody().asNormalizedText()).contains("<script>alert(2)</script>");
        }
        assertThat(pages()[0].getAnchorByHref("https://example.com/1").getTextContent())
                .contains(EVIL);
    }

    @Test
    public void escapesEachTextOfAJobsReleases() throws Exception {
        ObjectNode result = Samples.result(EVIL, "SUCCEEDED", 0);
        ObjectNode record = (ObjectNode) result.path("record");
        record.put("target", EVIL)
                .put("detail", EVIL)
                .put("revision", "<b>" + EVIL)
                .put("by", EVIL);
        record.putObject("images").put(EVIL, EVIL);
        result.put("issue", "javascript:alert(3)");
        action.end(action.begin(EVIL, EVIL), result.toString());
        record.put("id", "r2");
        action.end(action.begin(EVIL, EVIL), result.toString());

        HtmlPage page = client().goTo(job.getUrl() + "releases/");

        assertHarmless(page);
        assertThat(page.getBody().asNormalizedText()).contains("<script>alert(2)</script>");
    }

    @Test
    public void pagesHoldNoScriptOrStyleOfTheirOwn() throws Exception {
        ComposeHost host = new ComposeHost("web1.example.com", "deploy", "/srv/shop");
        host.setName("production");
        host.setRollbackJob(job.getFullName());
        ComposeReleaseConfiguration.get().setTargets(List.of(host));
        action.plan(Samples.PLAN, "production", Samples.planResult(Samples.plan("web")));
        for (String release : new String[] {"r1", "r2"}) {
            action.end(
                    action.begin("Deploy", "production"),
                    Samples.result(release, "SUCCEEDED", 0).toString());
        }

        for (String url : new String[] {build.getUrl() + "release/", job.getUrl() + "releases/"}) {
            HtmlPage page = client().goTo(url);
            DomElement ours = page.querySelector(".compose-release");
            assertThat(ours.getByXPath(INLINE)).as(url).isEmpty();
            assertThat(page.getByXPath("//script[contains(@src, 'composerelease/ui/release.js')]"))
                    .as(url)
                    .hasSize(1);
        }
    }

    /** Every text in it becomes hostile and names its key. */
    private static void poison(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(key -> {
                JsonNode value = object.get(key);
                if (value.isTextual() && !READ.contains(key)) {
                    object.put(key, marked(key));
                } else if (!READ.contains(key)) {
                    poison(value);
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    array.set(i, EVIL);
                } else {
                    poison(array.get(i));
                }
            }
        }
    }

    private static String marked(String key) {
        return key + EVIL;
    }

    private static void assertHarmless(HtmlPage page) {
        assertThat(page.getByXPath("//img[@onerror] | //*[@onclick] | //a[starts-with(@href, 'javascript')]"))
                .isEmpty();
        assertThat(page.getByXPath("//script[contains(text(), 'alert(')]")).isEmpty();
    }

    /** The page Release and the build's own page. */
    private HtmlPage[] pages() throws Exception {
        return new HtmlPage[] {client().goTo(build.getUrl() + "release/"), client().getPage(build)};
    }

    private static WebClient client() {
        return jenkins.createWebClient();
    }
}
