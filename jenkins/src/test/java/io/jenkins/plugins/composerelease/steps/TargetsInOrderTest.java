package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DisableConcurrentBuildsJobProperty;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Staging, then production; and a newer build in between. */
public class TargetsInOrderTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;
    private ReleaseBed next;

    @Before
    public void configure() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath(), "g-plan-steps").configure();
        next = new ReleaseBed(folder.getRoot().toPath(), "g-plan-next");
        shop.install("staging", shop.target());
        ComposeHost production = next.target();
        production.setRequiredTarget("staging");
        production.setRequiredCheck("e2e");
        shop.install("production", production);
    }

    @After
    public void remove() {
        shop.remove();
        next.remove();
    }

    @Test
    public void productionTakesWhatStagingVerifiedAndNothingElse() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(shop.job("""
                node {
                  CHECKOUT
                  PUBLISH
                  try { planRelease(target: 'production') } catch (e) { echo "early <${e.message}>" }
                  def first = deployRelease(planRelease(target: 'staging').id)
                  try { planRelease(target: 'production') } catch (e) { echo "untested <${e.message}>" }
                  releaseCheck(target: 'staging', name: 'e2e') { echo 'testing' }
                  def second = deployRelease(planRelease(target: 'production').id)
                  echo "same images: ${first.images == second.images}"
                }
                """));

        String log = JenkinsRule.getLog(run);
        assertThat(log).containsPattern("early <[^>]*nothing was released to 'staging' yet");
        assertThat(log).containsPattern("untested <[^>]*check 'e2e' was not made on staging/");
        assertThat(log).contains("same images: true");
        assertThat(next.served()).isEqualTo("1");
    }

    /** What is set in Jenkins holds, whatever a Jenkinsfile calls its own target. */
    @Test
    public void administratorsTargetRequiresAnAdministratorsTarget() throws Exception {
        ComposeHost production = next.target();
        production.setRequiredTarget("inline");
        shop.install("production", production);
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, shop.job("""
                node {
                  CHECKOUT
                  PUBLISH
                  deployRelease(planRelease(host: HOST).id)
                  planRelease(target: 'production')
                }
                """));
        jenkins.assertLogContains("There is no target 'inline' in Manage Jenkins", run);
        assertThat(shop.served()).isEqualTo("1");
    }

    /** From its backup on a release goes on to its end, and only then the build is over. */
    @Test
    public void newerBuildLetsAReleaseThatIsHalfWayComeToItsEnd() throws Exception {
        var job = shop.version("slow").job("""
                node {
                  CHECKOUT
                  PUBLISH
                  deployRelease(planRelease(target: 'staging').id)
                  echo 'the build went on'
                }
                """);
        DisableConcurrentBuildsJobProperty one = new DisableConcurrentBuildsJobProperty();
        one.setAbortPrevious(true);
        job.addProperty(one);
        WorkflowRun first = job.scheduleBuild2(0).waitForStart();
        await("the switch").atMost(Aborts.LONG).until(() -> Aborts.lastPhase(first)
                .equals("switch"));

        WorkflowRun second = job.scheduleBuild2(0).waitForStart();

        PendingInput.ended(first);
        jenkins.assertLogContains("A newer build takes this one's place.", first);
        jenkins.assertLogContains("this release goes on to its end first", first);
        jenkins.assertLogNotContains("the build went on", first);
        jenkins.assertLogNotContains("rollback", first);
        jenkins.assertBuildStatusSuccess(PendingInput.ended(second));
        assertThat(TargetStatus.of(shop).path("releases"))
                .extracting(release -> release.path("state").asText())
                .containsExactly("SUCCEEDED", "SUCCEEDED");
    }
}
