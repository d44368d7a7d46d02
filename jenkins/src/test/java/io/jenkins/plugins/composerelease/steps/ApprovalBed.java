package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** A Jenkins with several users, some of whom approve releases of a real application to target {@code production}. */
public final class ApprovalBed extends ExternalResource {
    /** Publishes and plans on an agent, then lets go of it. */
    static final String PLAN = """
            def plan
            node {
              CHECKOUT
              PUBLISH
              plan = planRelease(target: 'production')
            }
            """;

    private final JenkinsRule jenkins = new JenkinsRule();
    private final TemporaryFolder folder = new TemporaryFolder();
    private ReleaseBed shop;

    @Override
    public Statement apply(Statement base, Description description) {
        Statement own = super.apply(base, description);
        return folder.apply(jenkins.apply(own, description), description);
    }

    @Override
    protected void before() throws Throwable {
        shop = new ReleaseBed(folder.getRoot().toPath()).configure();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        ((JenkinsRule.DummySecurityRealm) jenkins.jenkins.getSecurityRealm()).addGroups("bob", "release-managers");
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("alice", "bob", "anonymous")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("carol"));
    }

    @Override
    protected void after() {
        if (shop != null) {
            shop.remove();
        }
    }

    JenkinsRule jenkins() {
        return jenkins;
    }

    ReleaseBed shop() {
        return shop;
    }

    /** Makes the target what it is at first: alice approves, and the release managers. */
    ComposeHost install() {
        ComposeHost production = shop.target();
        production.setApprovers(List.of("alice", "release-managers"));
        shop.install("production", production);
        return production;
    }

    WorkflowRun start(String script) throws Exception {
        return shop.job(script).scheduleBuild2(0).waitForStart();
    }

    /**
     * Lets a user approve, and waits for the end of the build.
     *
     * @return id of the input
     */
    String approve(WorkflowRun run, String user) throws Exception {
        String id = PendingInput.await1(run).getId();
        assertThat(PendingInput.post(jenkins, user, run, id, "proceedEmpty")).isEqualTo(200);
        PendingInput.ended(run);
        return id;
    }
}
