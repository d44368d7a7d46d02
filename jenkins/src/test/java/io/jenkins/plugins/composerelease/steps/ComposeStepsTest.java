package io.jenkins.plugins.composerelease.steps;

import hudson.model.Result;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** The steps that start services on the agent, with a real Docker engine. */
public class ComposeStepsTest {
    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Test
    public void startsTellsPortsAndTearsDown() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, """
                def stack = composeUp()
                echo "project ${stack.project} has ${stack.services*.name}"
                sh "curl -sS ${stack.url('web', 8000)} -o answer"
                echo "left: ${sh(script: "docker ps -q --filter label=com.docker.compose.project=${stack.project} | wc -l", returnStdout: true).trim()}"
                composeDown()
                echo "left: ${sh(script: "docker ps -aq --filter label=com.docker.compose.project=${stack.project} | wc -l", returnStdout: true).trim()}"
                """);
        jenkins.assertLogContains("has [web]", run);
        jenkins.assertLogContains("left: 1", run);
        jenkins.assertLogContains("left: 0", run);
    }

    private WorkflowRun run(Result result, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "steps-durable " + System.nanoTime());
        job.setDefinition(new CpsFlowDefinition(Scripts.node("", Scripts.WEB, script), true));
        return jenkins.assertBuildStatus(result, job.scheduleBuild2(0).get(5, TimeUnit.MINUTES));
    }
}
