package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
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

    private static final String DOTENV = """
            # of production
            export PASSWORD='pa$$ "${HOME}" 1 '
            LINES="first line\\nsecond one"
            WORKERS=4
            MODE=production
            """;

    @BeforeClass
    public static void credentials() throws Exception {
        add("tricky", TRICKY);
        add("pem", PEM);
        add("tiny", "ab");
        GitHubFixture.add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                "dotenv",
                "",
                ".env",
                SecretBytes.fromRawBytes(DOTENV.getBytes(StandardCharsets.UTF_8))));
        GitHubFixture.add(
                new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "login", "", "sa", "password-of-sa"));
        GitHubFixture.add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL, "binary", "", "b", SecretBytes.fromRawBytes(new byte[] {(byte) 0xff, 0, 1, 2, 3
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
            if (!line.startsWith("-----")) { // what every key begins and ends with
                assertThat(log).doesNotContain(line);
            }
        }
        assertThat(log)
                .doesNotContain(Base64.getEncoder().encodeToString(TRICKY.getBytes(StandardCharsets.UTF_8)))
                .doesNotContain("MIGHAgEAMBMG");
    }

    @Test
    public void bindsEachVariableOfAFileAndHidesWhatIsNotOrdinary() throws Exception {
        WorkflowRun run = run("wrs-e", """
                withReleaseSecrets([secret(credentialsId: 'dotenv', dotenv: true)]) {
                  node {
                    sh 'set +x; printf %s "$PASSWORD" > pw.bin; printf %s "$LINES" > lines.bin; echo "it is $PASSWORD"; echo "and $WORKERS in $MODE"'
                    sh 'set +x; printf %s "$LINES" | tail -1'
                    sh "true '${env.MODE} ${env.PASSWORD}'"
                  }
                }
                """, Result.SUCCESS);
        FilePath workspace = JENKINS.jenkins.getWorkspaceFor(
                JENKINS.jenkins.getItemByFullName("wrs-e", hudson.model.TopLevelItem.class));
        assertThat(workspace.child("pw.bin").readToString()).isEqualTo("pa$$ \"${HOME}\" 1 ");
        assertThat(workspace.child("lines.bin").readToString()).isEqualTo("first line\nsecond one");
        assertThat(JenkinsRule.getLog(run))
                .contains(
                        "withReleaseSecrets: credential 'dotenv' for secret variables PASSWORD, LINES; not hidden, as ordinary: WORKERS, MODE",
                        "it is ****",
                        "and 4 in production",
                        "used the following variable(s): [PASSWORD]")
                .doesNotContain("${HOME}", "second one");
    }

    /** It may be short, and it is in names of services and databases. */
    @Test
    public void showsAUserNameThatItsCredentialDoesNotHide() throws Exception {
        WorkflowRun run = run("wrs-f", """
                withReleaseSecrets([secret(credentialsId: 'login', part: 'username', env: 'NAME'),
                    secret(credentialsId: 'login', env: 'PW')]) {
                  node { sh "echo sand by ${env.NAME} with ${env.PW}" }
                }
                """, Result.SUCCESS);
        assertThat(JenkinsRule.getLog(run))
                .contains("\nsand by sa with ****", "used the following variable(s): [PW]")
                .doesNotContain("password-of-sa");
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
        fails(
                "secret(credentialsId: 'tiny', env: 'PW')",
                "Secret of credential 'tiny' (secret variable PW) is only 1 or 2 characters long");
        fails("secret(credentialsId: 'binary', env: 'PW')", "cannot be variable 'PW': it is not UTF-8 text");
        fails(
                "secret(credentialsId: 'tricky', env: 'PW', part: 'privateKey')",
                "Credential 'tricky' (secret variable PW) is of type 'Secret text', expected an SSH username");
        fails("secret(credentialsId: 'tricky', env: 'not a name')", "not a name");
        fails("secret(credentialsId: 'tricky')", "none of file, env and dotenv");
        fails(
                "secret(credentialsId: 'tricky', env: 'A'), secret(credentialsId: 'pem', env: 'A')",
                "both be variable 'A'");
        fails("secret(credentialsId: 'tricky', env: 'A', dotenv: true)", "has env and dotenv, expected one of them");
        fails("secret(credentialsId: 'pem', dotenv: true)", "Credential 'pem' (file of variables): Line 1");
        fails(
                "secret(credentialsId: 'dotenv', dotenv: true), secret(credentialsId: 'pem', env: 'PASSWORD')",
                "credentials 'dotenv' and 'pem' would both be variable 'PASSWORD'");
        fails("", "got no secrets");
        fails("secret(credentialsId: 'tricky', file: 'db_password')", "step that provides this, such as: node");
    }

    @Test
    public void survivesTheRoundTripOfItsForm() throws Exception {
        SecretEntry variable = new SecretEntry("tricky");
        variable.setEnv("PW");
        SecretEntry file = new SecretEntry("pem");
        file.setFile("tls_key");
        SecretEntry variables = new SecretEntry("dotenv");
        variables.setDotenv(true);
        WithReleaseSecretsStep back =
                StepForm.submit(JENKINS, new WithReleaseSecretsStep(List.of(variable, file, variables)));
        JENKINS.assertEqualDataBoundBeans(variable, back.getSecrets().get(0));
        JENKINS.assertEqualDataBoundBeans(file, back.getSecrets().get(1));
        JENKINS.assertEqualDataBoundBeans(variables, back.getSecrets().get(2));
        assertThat(StepForm.snippet(back))
                .isEqualTo(
                        "withReleaseSecrets([secret(credentialsId: 'tricky', env: 'PW'),"
                                + " secret(credentialsId: 'pem', file: 'tls_key'), secret(credentialsId: 'dotenv', dotenv: true)]) {\n    // some block\n}");
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
