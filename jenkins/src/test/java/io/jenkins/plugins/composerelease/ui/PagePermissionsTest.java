package io.jenkins.plugins.composerelease.ui;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What the pages answer to those who may not see the job, or not the job for rollbacks. */
public class PagePermissionsTest {
    private static final String RELEASE = "20261121T100000Z-4f1c2d3";

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    private FreeStyleProject rollback;

    @Before
    public void releases() throws Exception {
        FreeStyleProject shop = jenkins.createFreeStyleProject("shop");
        rollback = jenkins.createFreeStyleProject("secret-rollback");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(shop);
        ReleaseAction action = ReleaseAction.of(build);
        action.plan(Samples.PLAN, "production", Samples.planResult(Samples.plan("web")));
        action.end(
                action.begin("Deploy to production", "production"),
                Samples.result(RELEASE, "SUCCEEDED", 0).toString());
        ComposeHost host = new ComposeHost("web1.example.com", "deploy", "/srv/shop");
        host.setName("production");
        host.setRollbackJob(rollback.getName());
        ComposeReleaseConfiguration.get().setTargets(List.of(host));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("nobody", "knows", "reader", "discoverer", "alice")
                .grant(Item.DISCOVER)
                .everywhere()
                .to("knows", "discoverer")
                .grant(Item.READ)
                .onItems(shop)
                .to("reader", "discoverer", "alice")
                .grant(Item.READ, Item.BUILD)
                .onItems(rollback)
                .to("alice"));
    }

    @Test
    public void nothingOfAJobIsForThoseWhoMayNotReadIt() throws Exception {
        List<String> pages = List.of(
                "job/shop/1/release/progress",
                "job/shop/1/release/item?key=entry-1",
                "job/shop/1/release/item?key=plan-" + Samples.PLAN,
                "job/shop/1/release/",
                "job/shop/releases/",
                "job/shop/releases/queued?id=1&target=production");
        for (String page : pages) {
            for (String user : List.of("nobody", "knows", "anonymous")) {
                WebResponse answer = get(user, page);
                assertThat(answer.getStatusCode()).as(user + " " + page).isIn(403, 404);
                assertThat(answer.getContentAsString())
                        .as(user + " " + page)
                        .doesNotContain(RELEASE, "production</", "aaaaaaaaaaaa", "rollback");
            }
        }
        assertThat(get("reader", pages.get(0)).getContentAsString()).contains("Deploy to production");
        assertThat(get("reader", pages.get(1)).getContentAsString()).contains("entry-1", "healthy");
        assertThat(get("reader", pages.get(2)).getContentAsString()).contains("aaaaaaaaaaaa");
        assertThat(get("reader", pages.get(3)).getContentAsString()).contains("Deploy to production");
        assertThat(get("reader", pages.get(4)).getContentAsString()).contains(RELEASE);
    }

    @Test
    public void theQueueTellsNothingOfAJobForRollbacksToThoseWhoMayNotReadIt() throws Exception {
        jenkins.jenkins.doQuietDown();
        FreeStyleProject other = jenkins.createFreeStyleProject("other");
        QueueTaskFuture<FreeStyleBuild> waiting = rollback.scheduleBuild2(0);
        QueueTaskFuture<FreeStyleBuild> foreign = other.scheduleBuild2(0);
        String queued = "job/shop/releases/queued?target=production&id=" + id(rollback);
        WebResponse seen = get("alice", queued);
        assertThat(seen.getContentAsString()).contains("A build of 'secret-rollback' was scheduled");
        for (String user : List.of("reader", "discoverer")) {
            WebResponse hidden = get(user, queued);
            assertThat(hidden.getStatusCode()).as(user).isEqualTo(200);
            assertThat(hidden.getWebRequest().getUrl().getPath()).as(user).endsWith("/job/shop/releases/");
            assertThat(hidden.getContentAsString()).as(user).contains(RELEASE).doesNotContain("secret-rollback");
        }
        WebResponse unrelated = get("alice", "job/shop/releases/queued?target=production&id=" + id(other));
        assertThat(unrelated.getWebRequest().getUrl().getPath()).endsWith("/job/secret-rollback/");
        assertThat(get("alice", "job/shop/releases/queued?target=nowhere&id=" + id(rollback))
                        .getContentAsString())
                .doesNotContain("was scheduled");
        waiting.cancel(true);
        foreign.cancel(true);
    }

    @Test
    public void theCommandLineIsForEverybody() throws Exception {
        WebResponse jar = get("anonymous", "compose-release/compose-release-cli.jar");
        assertThat(jar.getStatusCode()).isEqualTo(200);
        assertThat(jar.getContentAsStream().readNBytes(2)).containsExactly('P', 'K');
    }

    private static long id(FreeStyleProject job) {
        Queue.Item item = job.getQueueItem();
        assertThat(item).isNotNull();
        return item.getId();
    }

    private WebResponse get(String user, String path) throws Exception {
        WebClient client = jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .withJavaScriptEnabled(false);
        client.setRefreshHandler((page, url, seconds) -> {
            // The test looks at the page that waits, and at the refusal instead of the login.
        });
        if (!user.equals("anonymous")) {
            client.login(user);
        }
        return client.getPage(new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.GET))
                .getWebResponse();
    }
}
