package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;

/** An agent that dies in the middle of a release, and comes back. */
public class AgentLossTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static final String DEPLOY = """
            node('remote') {
              CHECKOUT
              PUBLISH
              echo "now ${deployRelease(planRelease(target: 'production').id).state}"
            }
            """;

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;

    @Before
    public void releaseTheFirstVersion() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath()).database().configure();
        shop.install("production", shop.target());
        agents.createAgent(
                jenkins, InboundAgentRule.Options.newBuilder().name("remote").build());
        jenkins.buildAndAssertSuccess(shop.job(DEPLOY));
    }

    @After
    public void remove() {
        if (shop != null) {
            shop.remove();
        }
    }

    @Test
    public void agentLostDuringTheMigrationAppliesItOnceAndTellsAll() throws Exception {
        shop.version("2").sql("V2__slow.sql", "CREATE TABLE second (name text); SELECT pg_sleep(45);");
        WorkflowRun run = shop.job(DEPLOY).scheduleBuild2(0).waitForStart();
        await("the migration runs").atMost(Aborts.LONG).until(() -> !shop.query(
                        "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(45)%'"
                                + " AND pid <> pg_backend_pid()")
                .isEmpty());
        agents.stop(jenkins, "remote");
        jenkins.waitForMessage("agent 'remote' is offline. 'deploy' goes on there", run);
        agents.start(jenkins, "remote");
        jenkins.assertBuildStatusSuccess(PendingInput.ended(run));
        String log = JenkinsRule.getLog(run);
        assertThat(log).contains("agent 'remote' is back.", "now SUCCEEDED");
        for (String phase : new String[] {
            "preflight", "lock", "transfer", "pull", "backup", "migrate", "switch", "verify", "record", "prune"
        }) {
            assertThat(log).containsOnlyOnce("  " + phase + " ok after");
        }
        assertThat(shop.served()).isEqualTo("2");
        assertThat(shop.query("SELECT version || ' ' || success FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("1 true", "2 true");
        assertThat(TargetStatus.of(shop).path("releases")).hasSize(2);
    }
}
