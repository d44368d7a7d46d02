package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Images that somebody aborts on their way to the registry, from one repository to another, and to the host. */
public class ImageAbortTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static final String PUBLISH = "node { CHECKOUT\n PUBLISH }";
    private static final String DEPLOY = """
            node {
              CHECKOUT
              PUBLISH
              deployRelease(planRelease(target: 'production').id)
            }
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;
    private Relay registry;
    private Aborts aborts;

    @Before
    public void standInFrontOfTheRegistry() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath()).ownLayers().version("1");
        registry = Relay.registry(shop);
        shop.set("TESTBED_REGISTRY", registry.address()).configure();
        shop.install("production", shop.target());
        aborts = new Aborts(jenkins, shop, registry);
    }

    @After
    public void remove() throws Exception {
        if (shop != null) {
            shop.remove();
            registry.close();
        }
    }

    @Test
    public void abortOfAPublishLeavesNoLoginAndTheNextOnePushes() throws Exception {
        registry.holdAt("^(POST|PUT|PATCH) /v2/.*[Uu]ser-[Aa]gent: docker/");
        WorkflowRun run = aborts.abort(PUBLISH, "", registry::holds);
        jenkins.assertLogContains("web: built in", run);
        jenkins.assertLogNotContains("web: pushed", run);
        jenkins.assertLogContains("web: pushed sha256:", jenkins.buildAndAssertSuccess(shop.job(PUBLISH)));
    }

    @Test
    public void abortOfAPromotionLeavesTheNextOneAllToDo() throws Exception {
        String next = shop.name + "-next";
        String promote = "node { CHECKOUT\n PUBLISH\n echo promoteImages(to: '" + next + "')[0].reference }";
        registry.holdAt("^P(OST|UT) /v2/" + next + "/");
        WorkflowRun run = aborts.abort(promote, "", registry::holds);
        jenkins.assertLogContains("Stopping 'promote'", run);
        jenkins.assertLogContains(
                registry.address() + "/" + next + "/" + shop.name, jenkins.buildAndAssertSuccess(shop.job(promote)));
    }

    @Test
    public void abortDuringThePullLeavesTheOldReleaseServing() throws Exception {
        jenkins.buildAndAssertSuccess(shop.job(DEPLOY));
        assertThat(shop.served()).isEqualTo("1");
        shop.version("2");
        registry.holdAt("^GET /v2/\\S+/blobs/.*[Uu]ser-[Aa]gent: docker/");
        aborts.abort(DEPLOY, "pull", registry::holds);
        assertThat(shop.served()).isEqualTo("1");
        jenkins.buildAndAssertSuccess(shop.job(DEPLOY));
        assertThat(shop.served()).isEqualTo("2");
    }
}
