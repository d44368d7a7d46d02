package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.RealJenkinsRule;

/** A controller that goes down while a release is checked. */
public class ReleaseCheckRestartTest {
    @Rule
    public final RealJenkinsRule jenkins = new RealJenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;

    @Before
    public void makeShop() {
        shop = new ReleaseBed(folder.getRoot().toPath());
    }

    @After
    public void remove() {
        shop.remove();
    }

    @Test
    public void checkGoesOnAfterAKillAndARestart() throws Throwable {
        ReleaseBed bed = shop;
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            bed.configure().install("production", bed.target());
            WorkflowJob job = bed.job("""
                    node {
                      CHECKOUT
                      PUBLISH
                      deployRelease(planRelease(target: 'production').id)
                      def how = releaseCheck(target: 'production', name: 'e2e') {
                        input 'Tested?'
                        'well'
                      }
                      echo "checked ${how}"
                    }
                    """);
            PendingInput.await1(job.scheduleBuild2(0).waitForStart());
        });
        assertLocked();
        jenkins.stopJenkinsForcibly();
        assertLocked();
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            PendingInput.await1(run(bed));
        });
        jenkins.stopJenkins();
        assertLocked();
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            PendingInput.await1(run(bed)).doProceedEmpty();
            r.assertBuildStatusSuccess(PendingInput.ended(run(bed)));
            r.assertLogContains("checked well", run(bed));
        });
        JsonNode check = TargetStatus.check(shop, "e2e");
        assertThat(check.path("passed").asBoolean()).isTrue();
        assertThat(TargetStatus.of(shop).path("lockedBy").isNull()).isTrue();
    }

    private void assertLocked() throws Exception {
        assertThat(TargetStatus.of(shop).path("lockedBy").asText()).contains("check 'e2e'");
    }

    private static WorkflowRun run(ReleaseBed bed) {
        return Jenkins.get().getItemByFullName(bed.name, WorkflowJob.class).getLastBuild();
    }
}
