package io.jenkins.plugins.composerelease.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.PluginWrapper;
import hudson.model.Result;
import hudson.model.UnprotectedRootAction;
import io.jenkins.plugins.composerelease.ui.CommandLineDownload;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** Installs the root build's {@code .hpi} in a Jenkins of its own, beside the plugins that it asks for. */
public class HpiInstallsTest {
    private static final String[] STEPS = {
        "composeUp",
        "composeDown",
        "withCompose",
        "verifyEndpoint",
        "publishImages",
        "promoteImages",
        "planRelease",
        "approveRelease",
        "deployRelease",
        "rollbackRelease",
        "releaseCheck",
        "backupDatabase",
        "restoreBackup",
        "withReleaseSecrets",
        "githubIssue",
        "reportFailure"
    };

    @Rule
    public final RealJenkinsRule jenkins =
            new RealJenkinsRule().omitPlugins("compose-release").withTimeout(900);

    @Before
    public void install() throws Exception {
        Path plugins = jenkins.getHome().toPath().resolve("plugins");
        Files.copy(RootBuild.hpi(), plugins.resolve("compose-release.jpi"));
    }

    @Test
    public void loadsWithAllItsExtensions() throws Throwable {
        jenkins.then(HpiInstallsTest::isActive);
    }

    @Test
    public void runsAStepOfItsOwn() throws Throwable {
        jenkins.then(HpiInstallsTest::failsToVerifyWhatNobodyServes);
    }

    private static void failsToVerifyWhatNobodyServes(JenkinsRule rule) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class, "verify");
        job.setDefinition(new CpsFlowDefinition(
                "node { verifyEndpoint url: 'http://127.0.0.1:9/health', retries: 1, interval: '1s' }", true));
        WorkflowRun run = rule.buildAndAssertStatus(Result.FAILURE, job);
        rule.assertLogContains(
                "GET 'http://127.0.0.1:9/health' from this machine got no answer: connection refused, expected status 200"
                        + " (1 try in ",
                run);
        rule.assertLogNotContains("No such DSL method", run);
        rule.assertLogNotContains("NoClassDefFoundError", run);
    }

    private static void isActive(JenkinsRule rule) {
        PluginWrapper plugin = rule.jenkins.getPluginManager().getPlugin("compose-release");
        assertThat(rule.jenkins.getPluginManager().getFailedPlugins()).isEmpty();
        assertThat(plugin.isActive()).isTrue();
        assertThat(plugin.getDependencyErrors()).isEmpty();
        ClassLoader ours = CommandLineDownload.class.getClassLoader();
        assertThat(ours).isSameAs(plugin.classLoader);
        assertThat(StepDescriptor.all())
                .filteredOn(step -> step.clazz.getClassLoader() == ours)
                .extracting(StepDescriptor::getFunctionName)
                .containsExactlyInAnyOrder(STEPS);
        assertThat(Jenkins.get().getExtensionList(UnprotectedRootAction.class))
                .hasAtLeastOneElementOfType(CommandLineDownload.class);
    }
}
