package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** Builds that start services on the test bed's Docker engine, and what they leave there. */
final class StackBuilds {
    private static final String AGENT = "agent";
    private final JenkinsRule jenkins;
    private final String name;
    private final String filter;
    private int jobs;

    /**
     * @param name begins the names of the jobs, and so of their compose projects; some characters are added
     */
    StackBuilds(JenkinsRule jenkins, String name) {
        this.jenkins = jenkins;
        this.name = name + "-" + UUID.randomUUID().toString().substring(0, 6);
        this.filter = "name=job-" + this.name.replace(' ', '-');
    }

    /** Runs a new job to its end. */
    WorkflowRun run(Result result, String compose, String script) throws Exception {
        return ended(result, start(compose, script));
    }

    WorkflowRun ended(Result result, WorkflowRun run) throws Exception {
        Awaitility.await().atMost(5, TimeUnit.MINUTES).until(() -> !run.isBuilding());
        return jenkins.assertBuildStatus(result, run);
    }

    /** Starts a build of a new job. */
    WorkflowRun start(String compose, String script) throws Exception {
        return start(Scripts.node(AGENT, compose, script));
    }

    /** Runs a whole Jenkinsfile. */
    WorkflowRun pipeline(Result result, String jenkinsfile) throws Exception {
        return ended(result, start(jenkinsfile));
    }

    private WorkflowRun start(String jenkinsfile) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name + "-" + ++jobs);
        job.setDefinition(new CpsFlowDefinition(jenkinsfile, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** Containers of these jobs, also stopped ones. */
    List<String> containers() {
        return docker("ps", "--all", "--format", "{{.Names}}", "--filter", filter);
    }

    List<String> volumes() {
        return docker("volume", "ls", "--format", "{{.Name}}", "--filter", filter);
    }

    List<String> networks() {
        return docker("network", "ls", "--format", "{{.Name}}", "--filter", filter);
    }

    /** Waits for the clean-up of builds that ended by force before it. */
    void assertNothingIsLeft() {
        Awaitility.await().atMost(3, TimeUnit.MINUTES).untilAsserted(() -> {
            assertThat(containers()).isEmpty();
            assertThat(volumes()).isEmpty();
            assertThat(networks()).isEmpty();
        });
    }

    /** The build's archived files by their names, without what the directories are called after the job. */
    static Map<String, String> logs(WorkflowRun run) throws IOException {
        Path archived = run.getRootDir().toPath().resolve("archive").resolve("compose-logs");
        Map<String, String> logs = new TreeMap<>();
        if (Files.isDirectory(archived)) {
            try (Stream<Path> files = Files.walk(archived)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    logs.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        return logs;
    }

    /** Lines that {@code docker} prints. */
    static List<String> docker(String... arguments) {
        return Commands.docker(TestBedSettings.dockerHost(), arguments).lines().toList();
    }
}
