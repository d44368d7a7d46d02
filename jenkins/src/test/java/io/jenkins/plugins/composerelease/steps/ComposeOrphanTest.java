package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Items;
import hudson.model.Result;
import java.io.File;
import java.nio.file.Files;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** A real Jenkins that is killed hard while blocks run, one of which cannot go on afterwards. */
public class ComposeOrphanTest {
    private static final String COMPOSE = """
            services:
              web:
                image: IMAGE
                command: [sleep, "600"]
                init: true
                stop_grace_period: 1s
                volumes: ["data:/data"]
            volumes: {data: {}}
            """;

    @Rule
    public final RealJenkinsRule jenkins = new RealJenkinsRule().withTimeout(900);

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    private final String name = "orphan-" + UUID.randomUUID().toString().substring(0, 6);

    @Test
    public void theNextStartRemovesWhatADeadBuildLeftAndNothingElse() throws Throwable {
        jenkins.startJenkins();
        String body = "withCompose { sh 'docker compose exec -T web touch /data/old'; echo 'in the body'; sleep 600 }";
        for (String job : new String[] {"dead", "alive"}) { // each agent has one executor
            agents.createAgent(
                    jenkins, InboundAgentRule.Options.newBuilder().name(job).build());
            jenkins.runRemotely(ComposeOrphanTest::start, name + "-" + job, Scripts.node(job, COMPOSE, body));
        }
        jenkins.stopJenkinsForcibly();
        assertThat(left("ps", "dead")).isNotEmpty();
        File program = new File(jenkins.getHome(), "jobs/" + name + "-dead/builds/1/program.dat");
        Files.delete(program.toPath());

        jenkins.startJenkins();
        jenkins.runRemotely(
                ComposeOrphanTest::startNext,
                name,
                Scripts.node(
                        "dead",
                        COMPOSE,
                        "withCompose { sh 'echo data: $(docker compose exec -T web ls /data | wc -l)' }"));
        for (String kind : new String[] {"ps", "volume", "network"}) {
            assertThat(left(kind, "dead")).as(kind).isEmpty();
            assertThat(left(kind, "alive")).as(kind).isNotEmpty();
        }
        jenkins.runRemotely(ComposeOrphanTest::stop, "moved/" + name + "-alive");
        assertThat(left("ps", "")).isEmpty();
        assertThat(left("volume", "")).isEmpty();
    }

    /** Names of containers, volumes or networks. */
    private String left(String kind, String job) throws Exception {
        String filter = "name=job-" + name + (job.isEmpty() ? "" : "-" + job);
        return String.join(
                " ",
                kind.equals("ps")
                        ? StackBuilds.docker("ps", "--all", "--quiet", "--filter", filter)
                        : StackBuilds.docker(kind, "ls", "--quiet", "--filter", filter));
    }

    private static void start(JenkinsRule jenkins, String name, String script) throws Throwable {
        jenkins.waitForMessage("in the body", begin(jenkins, name, script));
    }

    private static WorkflowRun begin(JenkinsRule jenkins, String name, String script) throws Throwable {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static void startNext(JenkinsRule jenkins, String name, String script) throws Throwable {
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build(jenkins, name + "-dead")));
        WorkflowRun alive = build(jenkins, name + "-alive");
        assertThat(alive.isBuilding()).isTrue();
        Items.move(alive.getParent(), jenkins.createProject(Folder.class, "moved"));
        build(jenkins, name + "-dead").getParent().delete();
        WorkflowRun run = jenkins.waitForCompletion(begin(jenkins, name + "-dead", script)); // its number is 1, too
        jenkins.assertBuildStatus(Result.SUCCESS, run);
        assertThat(JenkinsRule.getLog(run))
                .containsPattern("removing project job-" + name + "-dead-\\w+-1-\\d+, whose build is over")
                .contains("data: 0")
                .doesNotContain(name + "-alive");
    }

    private static void stop(JenkinsRule jenkins, String name) throws Throwable {
        WorkflowRun run = build(jenkins, name);
        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
    }

    private static WorkflowRun build(JenkinsRule jenkins, String name) {
        return jenkins.jenkins.getItemByFullName(name, WorkflowJob.class).getBuildByNumber(1);
    }
}
