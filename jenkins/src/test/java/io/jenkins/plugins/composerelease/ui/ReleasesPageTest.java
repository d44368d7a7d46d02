package io.jenkins.plugins.composerelease.ui;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.StringParameterDefinition;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlElementUtil;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

public class ReleasesPageTest {
    private static final String BUTTONS = "//div[@class='compose-release']//a[contains(@class, 'confirmation-link')]";

    @Rule
    public JenkinsRule jenkins = new JenkinsRule();

    private FreeStyleProject job;
    private FreeStyleProject rollback;

    @Before
    public void jobs() throws Exception {
        job = jenkins.createFreeStyleProject("shop");
        rollback = jenkins.createFreeStyleProject("shop-rollback");
        rollback.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("TARGET", ""),
                new StringParameterDefinition("RELEASE", ""),
                new StringParameterDefinition("COLOUR", "blue")));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "alice", "bob")
                .grant(Item.BUILD)
                .onItems(rollback)
                .to("alice", "bob")
                .grant(Jenkins.READ)
                .everywhere()
                .to("nobody"));
    }

    @Test
    public void rollsBackByClicking() throws Exception {
        declare(List.of());
        release("r1", "SUCCEEDED");
        release("r2", "SUCCEEDED");
        release("r3", "FAILED");

        HtmlPage page = client("alice").goTo("job/shop/releases/");
        List<HtmlAnchor> buttons = page.getByXPath(BUTTONS);
        assertThat(buttons).hasSize(1);
        assertThat(buttons.get(0).getAttribute("data-message"))
                .contains("'production'")
                .contains("r1")
                .contains("shop-rollback");
        HtmlElementUtil.click(buttons.get(0));
        HtmlElement ok = page.querySelector("dialog button[data-id='ok']");
        HtmlElementUtil.click(ok);
        jenkins.waitUntilNoActivity();

        FreeStyleBuild build = rollback.getLastBuild();
        assertThat(build).isNotNull();
        ParametersAction parameters = build.getAction(ParametersAction.class);
        assertThat(parameters.getParameter("TARGET").getValue()).isEqualTo("production");
        assertThat(parameters.getParameter("RELEASE").getValue()).isEqualTo("r1");
        assertThat(parameters.getParameter("COLOUR").getValue()).isEqualTo("blue");
        RollBackCause cause = build.getCause(RollBackCause.class);
        assertThat(cause.getUserId()).isEqualTo("alice");
        assertThat(cause.getShortDescription()).contains("r1").contains("alice").contains("shop");
        jenkins.assertLogContains("Roll back of 'production' to release r1", build);
        assertThat(client("alice").getPage(build).getBody().asNormalizedText()).contains("to release r1");
    }

    @Test
    public void goesFromTheQueueToTheBuild() throws Exception {
        declare(List.of());
        release("r1", "SUCCEEDED");
        release("r2", "SUCCEEDED");
        jenkins.jenkins.doQuietDown();
        WebClient client = client("alice");

        HtmlPage waiting = (HtmlPage) post(client, "production", "r1");

        assertThat(waiting.getUrl().getPath()).endsWith("/job/shop/releases/queued");
        assertThat(waiting.getBody().asNormalizedText()).contains("A build of 'shop-rollback' was scheduled");
        jenkins.jenkins.doCancelQuietDown();
        jenkins.waitUntilNoActivity();
        assertThat(client.getPage(waiting.getUrl()).getUrl().getPath()).endsWith("/job/shop-rollback/1/");
    }

    @Test
    public void refusesWhatIsNotOffered() throws Exception {
        declare(List.of("bob"));
        release("r1", "SUCCEEDED");
        release("r2", "FAILED");
        release("r3", "SUCCEEDED");
        WebClient bob = client("bob");

        assertThat(status(client("nobody"), "production", "r1")).isEqualTo(404);
        assertThat(status(client("reader"), "production", "r1")).isEqualTo(403);
        assertThat(status(client("alice"), "production", "r1")).isEqualTo(403);
        assertThat(status(client("admin"), "production", "r1")).isEqualTo(403);
        assertThat(status(bob, "production", "r2")).isEqualTo(400);
        assertThat(status(bob, "production", "r3")).isEqualTo(400);
        assertThat(status(bob, "production", "r9")).isEqualTo(400);
        assertThat(status(bob, "staging", "r1")).isEqualTo(400);
        assertThat(get(bob, "production", "r1")).isIn(404, 405);
        assertThat(withoutCrumb(bob, "production", "r1")).isEqualTo(403);
        assertThat(rollback.isInQueue()).isFalse();
        assertThat(rollback.getLastBuild()).isNull();
        assertThat(status(bob, "production", "r1")).isEqualTo(200);
    }

    @Test
    public void showsTheButtonToThoseWhoMayUseIt() throws Exception {
        declare(List.of("bob"));
        release("r1", "SUCCEEDED");
        release("r2", "SUCCEEDED");

        assertThat(buttons("reader")).isZero();
        assertThat(buttons("alice")).isZero();
        assertThat(buttons("admin")).isZero();
        assertThat(buttons("bob")).isEqualTo(1);
    }

    @Test
    public void saysWhichParameterTheJobForRollbacksLacks() throws Exception {
        declare(List.of());
        release("r1", "SUCCEEDED");
        release("r2", "SUCCEEDED");
        rollback.removeProperty(ParametersDefinitionProperty.class);
        rollback.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("TARGET", "")));
        WebClient client = client("alice").withThrowExceptionOnFailingStatusCode(false);

        HtmlPage page = (HtmlPage) post(client, "production", "r1");

        assertThat(page.getWebResponse().getStatusCode()).isEqualTo(400);
        assertThat(page.getBody().asNormalizedText()).contains("no text parameter RELEASE");
        assertThat(rollback.getLastBuild()).isNull();
    }

    @Test
    public void keepsRowsOfDeletedBuildsAndOfARenamedJob() throws Exception {
        release("r1", "SUCCEEDED").delete();
        release("r2", "SUCCEEDED");
        job.renameTo("store");

        HtmlPage page = client("reader").goTo("job/store/releases/");

        assertThat(page.getBody().asNormalizedText()).containsSubsequence("r2", "deleted", "r1");
        assertThat(page.getAnchorByText("#2").getHrefAttribute()).endsWith("/job/store/2/release/#entry-1");
        assertThat(page.getByXPath("//a[text()='#1' and contains(@href, '/1/release/')]"))
                .isEmpty();
        assertThat(client("reader").goTo("job/store/").getByXPath("//a[contains(@href, '/job/store/releases')]"))
                .isNotEmpty();
    }

    @Test
    public void keepsTheNewestOfEachTarget() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        ReleaseAction action = ReleaseAction.of(build);
        ReleaseHistory history = new ReleaseHistory(job);
        for (int i = 0; i < 3 * ReleaseHistory.OF_TARGET; i++) {
            ReleaseEntry entry = new ReleaseEntry(String.valueOf(i), "t", "production", i);
            history.add(HistoryRow.of(1, entry, Samples.result("r" + i, "SUCCEEDED", 0), "alice", "")
                    .orElseThrow());
        }

        assertThat(action.getEntries()).isEmpty();
        assertThat(history.read().rows()).hasSize(ReleaseHistory.OF_TARGET);
        assertThat(history.read().rows().get(ReleaseHistory.OF_TARGET - 1).release())
                .isEqualTo("r" + (3 * ReleaseHistory.OF_TARGET - 1));
        assertThat(Files.readAllLines(job.getRootDir().toPath().resolve(ReleaseHistory.FILE)))
                .hasSizeLessThan(2 * ReleaseHistory.OF_TARGET);
    }

    @Test
    public void leavesOutLinesThatCannotBeRead() throws Exception {
        release("r1", "SUCCEEDED");
        Files.writeString(
                job.getRootDir().toPath().resolve(ReleaseHistory.FILE),
                "{\"build\":\n\n{}\nnull\n",
                StandardOpenOption.APPEND);
        release("r2", "SUCCEEDED");

        String text = client("reader").goTo("job/shop/releases/").getBody().asNormalizedText();

        assertThat(text).contains("4 line(s)").contains("r1").contains("r2");
    }

    private void declare(List<String> approvers) {
        ComposeHost host = new ComposeHost("web1.example.com", "deploy", "/srv/shop");
        host.setName("production");
        host.setFiles(List.of("compose.yaml"));
        host.setApprovers(approvers);
        host.setRollbackJob("shop-rollback");
        ComposeReleaseConfiguration.get().setTargets(List.of(host));
    }

    private FreeStyleBuild release(String release, String state) throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        ReleaseAction action = ReleaseAction.of(build);
        int exitCode = state.equals("SUCCEEDED") ? 0 : 3;
        action.end(
                action.begin("Deploy", "production"),
                Samples.result(release, state, exitCode).toString());
        return build;
    }

    private int buttons(String user) throws Exception {
        return client(user).goTo("job/shop/releases/").getByXPath(BUTTONS).size();
    }

    private org.htmlunit.Page post(WebClient client, String target, String release) throws Exception {
        return client.getPage(client.addCrumb(request(client, HttpMethod.POST, target, release)));
    }

    private int status(WebClient client, String target, String release) throws Exception {
        return post(client.withThrowExceptionOnFailingStatusCode(false), target, release)
                .getWebResponse()
                .getStatusCode();
    }

    private int get(WebClient client, String target, String release) throws Exception {
        return client.getPage(request(client, HttpMethod.GET, target, release))
                .getWebResponse()
                .getStatusCode();
    }

    private int withoutCrumb(WebClient client, String target, String release) throws Exception {
        return client.getPage(request(client, HttpMethod.POST, target, release))
                .getWebResponse()
                .getStatusCode();
    }

    private WebRequest request(WebClient client, HttpMethod method, String target, String release) throws Exception {
        URL url = new URL(
                client.getContextPath() + "job/shop/releases/rollBack?target=" + target + "&release=" + release);
        return new WebRequest(url, method);
    }

    private WebClient client(String user) throws Exception {
        WebClient client = jenkins.createWebClient();
        client.setRefreshHandler((page, url, seconds) -> {
            // The test looks at the page that waits.
        });
        return client.login(user);
    }
}
