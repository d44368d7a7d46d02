package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Result;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** The page on which a plan is approved, where a Jenkinsfile or a plan brings hostile text. */
public class ApprovalPromptTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>\"&<script>alert(2)</script>";

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Test
    public void escapesWhatTheJenkinsfileSays() throws Exception {
        String step = "approveRelease(plan: '0123456789ab', message: '" + EVIL + "', ok: '" + EVIL + "')";
        WorkflowRun run = start(step, "shop", "4f1c2d3");

        HtmlPage page = prompt(run);

        assertThat(page.getBody().getTextContent()).contains(EVIL + " Plan 0123456789ab for production");
        HtmlButton ok = page.querySelector("button[name='proceed']");
        assertThat(ok.getTextContent()).contains(EVIL);
        end(run);
    }

    @Test
    public void escapesWhatThePlanSays() throws Exception {
        WorkflowRun run = start("approveRelease(plan: '0123456789ab')", EVIL, "<b>'\"");

        HtmlPage page = prompt(run);

        assertThat(page.getBody().getTextContent()).contains("Release " + EVIL + " <b>'\" to production?");
        assertThat(page.getByXPath("//b[contains(., 'production')]")).isEmpty();
        end(run);
    }

    private static WorkflowRun start(String step, String application, String revision) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(step, true));
        ComposeHost host = new ComposeHost("web1.example.com", "deploy", "/srv/shop");
        host.setName("production");
        ObjectNode planned = new ObjectMapper().createObjectNode();
        planned.put("id", "0123456789ab").put("hash", "0123456789ab" + "c".repeat(52));
        planned.putObject("plan").put("application", application).put("revision", revision);
        PlanAction plan = new PlanAction(null, host, application, null, null, planned);
        WorkflowRun run = job.scheduleBuild2(0, plan).waitForStart();
        PendingInput.await1(run);
        return run;
    }

    private static HtmlPage prompt(WorkflowRun run) throws Exception {
        HtmlPage page = jenkins.createWebClient().goTo(run.getUrl() + "input/");
        assertHarmless(page);
        assertHarmless(jenkins.createWebClient().goTo(run.getUrl() + "console"));
        return page;
    }

    private static void assertHarmless(HtmlPage page) {
        assertThat(page.getByXPath("//img[@onerror] | //script[contains(text(), 'alert(')]"))
                .isEmpty();
    }

    private static void end(WorkflowRun run) throws Exception {
        PendingInput.await1(run).doAbort();
        jenkins.assertBuildStatus(Result.ABORTED, PendingInput.ended(run));
    }
}
