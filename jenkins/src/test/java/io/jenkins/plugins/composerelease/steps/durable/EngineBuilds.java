package io.jenkins.plugins.composerelease.steps.durable;

import hudson.model.Result;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** Builds of new jobs in a test's Jenkins. */
final class EngineBuilds {
    private final JenkinsRule jenkins;
    private final AtomicInteger jobs = new AtomicInteger();

    EngineBuilds(JenkinsRule jenkins) {
        this.jenkins = jenkins;
    }

    /** Runs a script on a node to its end. */
    WorkflowRun run(Result result, String label, String script) throws Exception {
        WorkflowRun run = start(label, script);
        Awaitility.await().atMost(5, TimeUnit.MINUTES).until(() -> !run.isBuilding());
        return jenkins.assertBuildStatus(result, run);
    }

    WorkflowRun start(String label, String script) throws Exception {
        return job("node('" + label + "') {\n" + script + "\n}")
                .scheduleBuild2(0)
                .waitForStart();
    }

    WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job" + jobs.incrementAndGet());
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** How many processes of the program have this argument. */
    static long processes(String argument) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains(argument))
                        .isPresent())
                .count();
    }

    /** Of the runs whose command has that argument. */
    static List<String> ids(String argument) {
        return ProcessHandle.allProcesses()
                .map(process -> List.of(process.info().arguments().orElse(new String[0])))
                .filter(arguments -> arguments.contains(argument))
                .flatMap(arguments -> arguments.stream()
                        .filter(line -> line.startsWith(EngineScript.MARK))
                        .map(mark -> mark.substring(EngineScript.MARK.length())))
                .toList();
    }
}
