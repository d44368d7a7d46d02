package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** A real Jenkins that is killed hard while services start on an inbound agent, with a real Docker engine. */
public class RealRestartTest {
    /** Healthy as soon as a file is there, in a directory that is mounted. */
    private static final String PATIENT = """
            services:
              web:
                image: IMAGE
                command: [sleep, "600"]
                init: true
                stop_grace_period: 1s
                volumes: ["DIRECTORY:/flag:ro"]
                healthcheck: {test: [CMD, test, -e, /flag/go-on], interval: 1s, retries: 100000}
            """;

    @Rule
    public final RealJenkinsRule jenkins = new RealJenkinsRule().withTimeout(900);

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @After
    public void nothingIsLeft() throws Exception {
        assertThat(containers()).isEmpty();
    }

    @Test
    public void goesOnGatingWhereTheControllerWasKilled() throws Throwable {
        String flag = folder.getRoot().getAbsolutePath();
        String script = Scripts.node(
                "remote",
                PATIENT.replace("DIRECTORY", flag),
                "withCompose(timeout: '10m') { echo \"in the body of ${env.COMPOSE_PROJECT_NAME}\" }");
        jenkins.startJenkins();
        agents.createAgent(
                jenkins, InboundAgentRule.Options.newBuilder().name("remote").build());
        jenkins.runRemotely(RealRestartTest::startGate, script);
        jenkins.stopJenkinsForcibly();
        assertThat(containers()).isNotEmpty();
        jenkins.startJenkins();
        Files.createFile(new File(folder.getRoot(), "go-on").toPath());
        jenkins.runRemotely(RealRestartTest::finishGate);
    }

    private static void startGate(JenkinsRule jenkins, String script) throws Throwable {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "steps-durable-real");
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("web started", run);
    }

    private static void finishGate(JenkinsRule jenkins) throws Throwable {
        WorkflowRun run = jenkins.jenkins
                .getItemByFullName("steps-durable-real", WorkflowJob.class)
                .getBuildByNumber(1);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
        String log = JenkinsRule.getLog(run);
        assertThat(log).containsOnlyOnce("web started").containsOnlyOnce("web healthy");
        assertThat(log).containsOnlyOnce("in the body of job-steps-durable-real");
    }

    private static String containers() throws Exception {
        ProcessBuilder docker = new ProcessBuilder(
                "docker", "ps", "--all", "--format", "{{.Names}}", "--filter", "name=job-steps-durable-real");
        docker.environment().put("DOCKER_HOST", TestBedSettings.dockerHost());
        Process process = docker.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
