package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import hudson.model.Label;
import hudson.model.Result;
import hudson.util.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What is kept of the services' logs, with a real Docker engine. */
public class ComposeLogsTest {
    private static final String TALKING = """
            services:
              web:
                image: IMAGE
                command: [sh, -c, "echo password is $$PASSWORD and `cat /run/secrets/db_password`; exec sleep 600"]
                init: true
                stop_grace_period: 1s
                environment: {PASSWORD: "${PASSWORD}"}
                secrets: [db_password]
              cache:
                image: IMAGE
                command: [sh, -c, "echo cache is up; exec sleep 600"]
                init: true
                stop_grace_period: 1s
            secrets: {db_password: {file: ./none}}
            """;

    private static final String SECRETS =
            "secrets: [secret(credentialsId: 'db', file: 'db_password'), secret(credentialsId: 'db', env: 'PASSWORD')]";

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private final StackBuilds builds = new StackBuilds(JENKINS, "logs");

    @BeforeClass
    public static void addAgentAndSecret() throws Exception {
        JENKINS.createOnlineSlave(Label.get("agent"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "db", "", Secret.fromString("hunter22")));
        SystemCredentialsProvider.getInstance().save();
    }

    @After
    public void nothingIsLeft() {
        ArtifactStore.useJenkinsOwn();
        builds.assertNothingIsLeft();
    }

    @Test
    public void keepsTheLogsOfAllServicesWithoutSecretsWhenTheBodyFails() throws Exception {
        WorkflowRun run = builds.run(Result.FAILURE, TALKING, "withCompose(" + SECRETS + ") { error 'no luck' }");
        Map<String, String> logs = StackBuilds.logs(run);
        assertThat(logs).containsOnlyKeys("cache-1.log", "web-1.log");
        assertThat(logs.get("cache-1.log")).contains("cache is up");
        assertThat(logs.get("web-1.log")).contains("password is **** and ****").doesNotContain("hunter22");
        assertThat(JenkinsRule.getLog(run))
                .contains("The logs of the services are among the artifacts of this build: compose-logs/job-logs-")
                .contains("ERROR: no luck")
                .doesNotContain("hunter22");
    }

    @Test
    public void hidesInThemWhatTheBlocksAroundItHideInTheLog() throws Exception {
        String talking =
                Scripts.SICK.replace("[sleep, \"600\"]", "[sh, -c, \"echo password is $TOLD; exec sleep 600\"]");
        for (String around : List.of(
                "withCredentials([string(credentialsId: 'db', variable: 'TOLD')])",
                "withReleaseSecrets(secrets: [secret(credentialsId: 'db', env: 'TOLD')])")) {
            WorkflowRun run = builds.run(Result.FAILURE, talking, around + " { composeUp(timeout: '5s') }");
            assertThat(StackBuilds.logs(run).get("web-1.log"))
                    .as(around)
                    .contains("password is ****")
                    .doesNotContain("hunter22");
        }
    }

    @Test
    public void keepsThemWhenTheStartFailsOrIsStopped() throws Exception {
        String sick = Scripts.SICK.replace("[sleep, \"600\"]", "[sh, -c, \"echo not yet; exec sleep 600\"]");
        for (String step : List.of("withCompose(timeout: '5s') { }", "composeUp(timeout: '5s')")) {
            assertThat(StackBuilds.logs(builds.run(Result.FAILURE, sick, step)))
                    .hasEntrySatisfying("web-1.log", log -> assertThat(log).contains("not yet"));
        }
        WorkflowRun run = builds.start(sick, "withCompose(timeout: '10m') { }");
        JENKINS.waitForMessage("web started", run);
        run.doStop();
        assertThat(StackBuilds.logs(builds.ended(Result.ABORTED, run))).containsOnlyKeys("web-1.log");
    }

    @Test
    public void keepsThemWhenTheBodyIsStopped() throws Exception {
        WorkflowRun run = builds.start(Scripts.WEB, "withCompose { echo 'in the body'; sleep 600 }");
        JENKINS.waitForMessage("in the body", run);
        run.doStop();
        assertThat(StackBuilds.logs(builds.ended(Result.ABORTED, run))).containsOnlyKeys("web-1.log");
    }

    @Test
    public void keepsNoneOfABodyThatWorksOrWhereNobodyWantsThem() throws Exception {
        assertThat(StackBuilds.logs(builds.run(Result.SUCCESS, Scripts.WEB, "withCompose { }")))
                .isEmpty();
        WorkflowRun none = builds.run(Result.FAILURE, Scripts.WEB, "withCompose(logs: 'none') { error 'no luck' }");
        assertThat(StackBuilds.logs(none)).isEmpty();
    }

    @Test
    public void keepsNoneWhoseSecretsCannotBeHiddenAnyMoreAndRemovesTheStack() throws Exception {
        StringCredentialsImpl gone =
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "gone", "", Secret.fromString("hunter33"));
        SystemCredentialsProvider.getInstance().getCredentials().add(gone);
        WorkflowRun run = builds.start(
                TALKING, "withCompose(" + SECRETS.replace("'db'", "'gone'") + ") { echo 'in the body'; sleep 600 }");
        JENKINS.waitForMessage("in the body", run);
        SystemCredentialsProvider.getInstance().getCredentials().remove(gone);
        run.doStop();
        builds.ended(Result.ABORTED, run);
        assertThat(StackBuilds.logs(run)).isEmpty();
        JENKINS.assertLogContains("The logs of the services are not kept", run);
    }

    @Test
    public void aFailureToKeepThemHidesNothing() throws Exception {
        ArtifactStore.use(Full.class);
        WorkflowRun run = builds.run(Result.FAILURE, Scripts.WEB, "withCompose { error 'no luck' }");
        assertThat(JenkinsRule.getLog(run)).contains("the store is full", "ERROR: no luck");
    }

    /** Where artifacts cannot be put. */
    static final class Full extends ArtifactStore {
        @Override
        public void archive(FilePath from, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
                throws IOException {
            throw new IOException("the store is full");
        }
    }
}
