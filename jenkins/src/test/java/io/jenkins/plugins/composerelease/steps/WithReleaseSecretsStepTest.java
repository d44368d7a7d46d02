package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import hudson.FilePath;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Secrets as variables; those as files are in {@code WithReleaseSecretFilesTest}. */
public class WithReleaseSecretsStepTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    static final String TRICKY = "pa$$ $HOME ${X} 'w\"o\\rd`id`&;|<>*?~ö😀\nsecond line #!%PATH%\n";
    static final String PEM = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEH\n"
            + "BG0wawIBAQQgx1x2x3x4x5x6x7x8x9\nshort9=\n-----END PRIVATE KEY-----\n";

    @BeforeClass
    public static void credentials() throws Exception {
        add("tricky", TRICKY);
        add("pem", PEM);
        add("tiny", "ab");
        GitHubFixture.add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL, "binary", "", "b", SecretBytes.fromBytes(new byte[] {(byte) 0xff, 0, 1, 2, 3
                })));
    }

    @Test
    public void bindsExactBytesAndHidesThemInTheLog() throws Exception {
        WorkflowRun run = run("wrs-a", """
                withReleaseSecrets(secrets: [secret(credentialsId: 'tricky', env: 'PW'), secret(credentialsId: 'pem', env: 'KEY')]) {
                  node {
                    sh 'set +x; printf %s "$PW" > pw.bin; printf %s "$KEY" > key.bin'
                    sh 'cat pw.bin key.bin; head -2 key.bin; base64 -w0 pw.bin; echo; (printf x; cat pw.bin) | base64 -w0; echo; echo end'
                    sh 'echo "$PW"'
                    echo "groovy says ${env.PW}"
                  }
                }
                """, Result.SUCCESS);
        FilePath workspace = JENKINS.jenkins.getWorkspaceFor(
                JENKINS.jenkins.getItemByFullName("wrs-a", hudson.model.TopLevelItem.class));
        assertThat(workspace.child("pw.bin").readToString()).isEqualTo(TRICKY);
        assertThat(workspace.child("key.bin").readToString()).isEqualTo(PEM);
        String log = JenkinsRule.getLog(run);
        assertThat(log).contains("****", "\nend\n", "groovy says ****");
        for (String line : (TRICKY + PEM).split("\n")) {
            assertThat(log).doesNotContain(line);
        }
        assertThat(log)
                .doesNotContain(Base64.getEncoder().encodeToString(TRICKY.getBytes(StandardCharsets.UTF_8)))
                .doesNotContain("MIGHAgEAMBMG");
    }

    @Test
    public void needsNoNode() throws Exception {
        JENKINS.assertLogContains(
                "length " + TRICKY.length(),
                run(
                        "wrs-b",
                        "withReleaseSecrets([secret(credentialsId: 'tricky', env: 'PW')]) { echo \"length ${env.PW.length()}\" }",
                        Result.SUCCESS));
    }

    @Test
    public void hidesASecretThatAnExceptionTells() throws Exception {
        WorkflowRun run = run("wrs-c", """
                withReleaseSecrets([secret(credentialsId: 'tricky', env: 'PW')]) {
                  try { error "refused ${env.PW}" } catch (e) { echo "seen ${e.class.name} ${e.message}" }
                  throw new Exception("login with ${env.PW} refused")
                }
                """, Result.FAILURE);
        JENKINS.assertLogContains("seen hudson.AbortException refused ****", run);
        JENKINS.assertLogContains("java.lang.Exception: login with ****", run);
        assertThat(LeakSearch.find(JENKINS.jenkins.getRootDir(), TRICKY.substring(0, 20)))
                .isEmpty();
    }

    @Test
    public void returnsWhatItsBlockReturns() throws Exception {
        JENKINS.assertLogContains(
                "got 42",
                run(
                        "wrs-d",
                        "echo \"got ${withReleaseSecrets([secret(credentialsId: 'pem', env: 'K')]) { 42 }}\"",
                        Result.SUCCESS));
    }

    @Test
    public void refusesWhatCannotBeBound() throws Exception {
        fails(
                "secret(credentialsId: 'nowhere', env: 'PW')",
                "Credential 'nowhere' (secret variable PW) of withReleaseSecrets was not found");
        fails("secret(credentialsId: 'tiny', env: 'PW')", "is shorter than 3 characters");
        fails("secret(credentialsId: 'binary', env: 'PW')", "cannot be variable 'PW': it is not UTF-8 text");
        fails(
                "secret(credentialsId: 'tricky', env: 'PW', part: 'privateKey')",
                "Credential 'tricky' (secret variable PW) is of type 'Secret text', expected an SSH username");
        fails("secret(credentialsId: 'tricky', env: 'not a name')", "not a name");
        fails("secret(credentialsId: 'tricky')", "neither file nor env");
        fails(
                "secret(credentialsId: 'tricky', env: 'A'), secret(credentialsId: 'pem', env: 'A')",
                "both be variable 'A'");
        fails("", "got no secrets");
        fails("secret(credentialsId: 'tricky', file: 'db_password')", "step that provides this, such as: node");
    }

    @Test
    public void survivesTheRoundTripOfItsForm() throws Exception {
        SecretEntry variable = new SecretEntry("tricky");
        variable.setEnv("PW");
        SecretEntry file = new SecretEntry("pem");
        file.setFile("tls_key");
        WithReleaseSecretsStep back = StepForm.submit(JENKINS, new WithReleaseSecretsStep(List.of(variable, file)));
        JENKINS.assertEqualDataBoundBeans(variable, back.getSecrets().get(0));
        JENKINS.assertEqualDataBoundBeans(file, back.getSecrets().get(1));
        assertThat(StepForm.snippet(back))
                .isEqualTo("withReleaseSecrets([secret(credentialsId: 'tricky', env: 'PW'),"
                        + " secret(credentialsId: 'pem', file: 'tls_key')]) {\n    // some block\n}");
    }

    private static void fails(String secrets, String message) throws Exception {
        JENKINS.assertLogContains(
                message,
                run("wrs-bad", "withReleaseSecrets(secrets: [" + secrets + "]) { echo 'inside' }", Result.FAILURE));
        JENKINS.assertLogNotContains(
                "inside",
                JENKINS.jenkins
                        .getItemByFullName("wrs-bad", org.jenkinsci.plugins.workflow.job.WorkflowJob.class)
                        .getLastBuild());
    }

    private static void add(String id, String secret) throws Exception {
        GitHubFixture.add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(secret)));
    }

    private static WorkflowRun run(String name, String script, Result expected) throws Exception {
        return JENKINS.buildAndAssertStatus(expected, GitHubFixture.job(JENKINS, name, script));
    }
}
