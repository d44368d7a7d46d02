package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Publishing, planning, deploying and rolling back against a real Docker engine, registry and host. */
public class ReleaseStepsTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;

    @Before
    public void configure() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath()).configure();
    }

    @After
    public void remove() {
        shop.remove();
    }

    @Test
    public void releasesWhatItPublishedToATargetOfTheJenkinsfile() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(shop.job("""
                node {
                  CHECKOUT
                  def images = PUBLISH
                  echo "published ${images[0].name} ${images[0].reference} of ${images[0].revision}"
                  def plan = planRelease(host: HOST)
                  echo "planned ${plan.id} for ${plan.target}: ${plan.changes[0].service} ${plan.changes[0].action}"
                  def release = deployRelease(plan: plan.id)
                  echo "released ${release.revision} to ${release.target}: ${release.state} ${release.images.web}"
                  echo "by ${release.by} at ${release.url}"
                }
                """));
        PlanAction plan = run.getAction(PlanAction.class);
        jenkins.assertLogContains("published " + shop.name + "/web ", run);
        jenkins.assertLogContains("planned " + plan.id() + " for inline: web CREATE", run);
        jenkins.assertLogContains("released " + shop.revision() + " to inline: SUCCEEDED ", run);
        jenkins.assertLogContains(
                "by " + jenkins.getURL() + run.getUrl() + " at " + jenkins.getURL() + run.getUrl() + "release/", run);
        assertThat(shop.served()).isEqualTo("1");
    }
}
