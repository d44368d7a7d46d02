package io.jenkins.plugins.composerelease.steps.durable;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** What a command brings to its agent, finds there and leaves. */
public class EngineOnAgentTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TestEngine.Rule PROGRAM = new TestEngine.Rule();

    private static final EngineBuilds BUILDS = new EngineBuilds(JENKINS);
    private static final String TWICE = "parallel a: { engineStep(['say', 'a']) }, b: { engineStep(['say', 'b']) }";
    private static DumbSlave agent;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @BeforeClass
    public static void addAgent() throws Exception {
        agent = JENKINS.createOnlineSlave(Label.get("agent"));
    }

    @Test
    public void removesItsFilesFromTheAgent() throws Exception {
        WorkflowRun run =
                BUILDS.run(Result.SUCCESS, "agent", "engineStep(['say', 'x']); echo \"at ${pwd(tmp: true)}\"");
        Matcher place = Pattern.compile("at (/.+)").matcher(JenkinsRule.getLog(run));
        assertThat(place.find()).isTrue();
        File beside = new File(place.group(1));
        Awaitility.await().atMost(1, TimeUnit.MINUTES).untilAsserted(() -> assertThat(beside.list())
                .noneMatch(name -> name.startsWith("compose-release") || name.startsWith("durable")));
    }

    @Test
    public void bringsTheJarOnceAlsoWhereBuildsMeetAndACopyWasCutOff() throws Exception {
        DumbSlave fresh = JENKINS.createOnlineSlave(Label.get("fresh"));
        WorkflowRun first = BUILDS.run(Result.SUCCESS, "fresh", TWICE);
        assertThat(first).isNotNull();
        List<FilePath> jars = jars(fresh);
        assertThat(jars).hasSize(1);
        jars.get(0).write("cut off", "UTF-8");
        BUILDS.run(Result.SUCCESS, "fresh", TWICE);
        assertThat(jars(fresh)).hasSize(1);
        assertThat(jars(fresh).get(0).length()).isGreaterThan(1000);
    }

    private static List<FilePath> jars(DumbSlave slave) throws Exception {
        return List.of(slave.getRootPath().child("caches/compose-release").list("**/*.jar"));
    }

    @Test
    public void startsFromAnArchiveOfItsClassesOnceTheAgentMadeOne() throws Exception {
        BUILDS.run(Result.SUCCESS, "agent", "engineStep(['say', 'x'])");
        FilePath made = agent.getRootPath().child("caches/compose-release");
        Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> made.list("**/*.jsa").length == 1);
        File file = new File(folder.getRoot(), "go-on");
        WorkflowRun run = BUILDS.start("agent", "engineStep(['wait', '" + file + "'])");
        JENKINS.waitForMessage("waiting", run);
        assertThat(EngineBuilds.processes("-XX:SharedArchiveFile=" + made.list("**/*.jsa")[0].getRemote()))
                .isEqualTo(1);
        Files.createFile(file.toPath());
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
    }

    @Test
    public void replacesAJarThatSomebodyChangedOnTheAgent() throws Exception {
        BUILDS.run(Result.SUCCESS, "agent", "engineStep(['say', 'x'])");
        File cache = new File(agent.getRemoteFS(), "caches/compose-release");
        for (File version : cache.listFiles()) {
            Path jar = version.toPath().resolve("compose-release-cli.jar");
            Files.write(jar, new byte[(int) Files.size(jar)]);
        }
        WorkflowRun run = BUILDS.run(Result.SUCCESS, "agent", "engineStep(['say', 'again'])");
        JENKINS.assertLogContains("again {", run);
    }

    @Test
    public void takesTheAgentsJavaWhereJavaHomeIsTooOld() throws Exception {
        File home = oldJava();
        WorkflowRun run =
                BUILDS.run(Result.SUCCESS, "agent", "withEnv(['JAVA_HOME=" + home + "']) { engineStep(['say', 'x']) }");
        JENKINS.assertLogContains("x {", run);
    }

    private File oldJava() throws Exception {
        File bin = folder.newFolder("jdk", "bin");
        File java = new File(bin, "java");
        Files.writeString(java.toPath(), "#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n");
        assertThat(java.setExecutable(true)).isTrue();
        return bin.getParentFile();
    }

    @TestExtension
    public static EngineStep.Of engineStep() {
        return new EngineStep.Plain();
    }
}
