package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey.DirectEntryPrivateKeySource;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import hudson.FilePath;
import hudson.model.Result;
import hudson.util.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** Secrets as files on the agent's tmpfs. */
public class WithReleaseSecretFilesTest {
    private static final String PLAIN = "a-plain-secret-0123456789";
    private static final byte[] BINARY = {(byte) 0xff, 0, 'b', 'i', 'n', 10, 13, (byte) 0xfe};

    private static final String PASSPHRASE = "a passphrase 42";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Test
    public void givesExactFilesThatOnlyTheBlockHas() throws Throwable {
        sessions.then(jenkins -> {
            credentials();
            WorkflowRun run = run(jenkins, """
                    node {
                      withReleaseSecrets([secret(credentialsId: 'tricky', file: 'db_password'),
                          secret(credentialsId: 'binary', file: 'tls.key'), secret(credentialsId: 'plain', env: 'PW')]) {
                        sh '''set +x
                          cp "$DB_PASSWORD_FILE" text.out; cp "$TLS_KEY_FILE" binary.out; printf %s "$PW" > env.out
                          dirname "$DB_PASSWORD_FILE" > directory.out
                          stat -c %a "$(dirname "$DB_PASSWORD_FILE")" > mode.out; stat -f -c %T "$DB_PASSWORD_FILE" > type.out
                          cat "$DB_PASSWORD_FILE"; echo "plain is $PW"'''
                      }
                      sh 'test -z "$DB_PASSWORD_FILE"'
                    }
                    """, Result.SUCCESS);
            assertThat(out(jenkins, "text").readToString()).isEqualTo(WithReleaseSecretsStepTest.TRICKY);
            try (var in = out(jenkins, "binary").read()) {
                assertThat(in.readAllBytes()).isEqualTo(BINARY);
            }
            assertThat(out(jenkins, "env").readToString()).isEqualTo(PLAIN);
            assertThat(out(jenkins, "mode").readToString()).isEqualTo("700\n");
            assertThat(out(jenkins, "type").readToString()).isEqualTo("tmpfs\n");
            assertGone(jenkins);
            jenkins.assertLogContains("plain is ****", run);
            jenkins.assertLogNotContains("second line", run);
        });
    }

    /** ssh takes no key that others may read. */
    @Test
    public void givesAKeyThatSshTakes() throws Throwable {
        sessions.then(jenkins -> {
            key("open", "");
            key("locked", PASSPHRASE);
            WorkflowRun run = run(jenkins, """
                    node {
                      withReleaseSecrets([secret(credentialsId: 'open', file: 'open'), secret(credentialsId: 'locked', file: 'locked'),
                          secret(credentialsId: 'locked', part: 'passphrase', env: 'PASSPHRASE')]) {
                        sh '''set +x
                          dirname "$OPEN_FILE" > directory.out
                          stat -c %a "$OPEN_FILE" "$LOCKED_FILE"
                          ssh-keygen -y -f "$OPEN_FILE"; ssh-keygen -y -P "$PASSPHRASE" -f "$LOCKED_FILE"
                          echo "its passphrase is $PASSPHRASE"'''
                      }
                    }
                    """, Result.SUCCESS);
            assertThat(JenkinsRule.getLog(run))
                    .contains("600\n600\n", "its passphrase is ****")
                    .containsPattern("(?s)ssh-ed25519 AAAA.*ssh-ed25519 AAAA")
                    .doesNotContain(PASSPHRASE);
            assertGone(jenkins);
        });
    }

    private void key(String id, String passphrase) throws Exception {
        Path file = folder.getRoot().toPath().resolve(id);
        Process made = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", file + "")
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        GitHubFixture.add(new BasicSSHUserPrivateKey(
                CredentialsScope.GLOBAL,
                id,
                "deploy",
                new DirectEntryPrivateKeySource(Files.readString(file)),
                passphrase,
                ""));
    }

    @Test
    public void removesTheFilesWhenTheBlockFailsOrIsAborted() throws Throwable {
        sessions.then(jenkins -> {
            credentials();
            String block = "node { withReleaseSecrets([secret(credentialsId: 'plain', file: 'pw')]) {"
                    + " sh 'dirname \"$PW_FILE\" > directory.out; test -s \"$PW_FILE\"'; %s } }";
            WorkflowRun failed = run(jenkins, block.formatted("error 'the first error'"), Result.FAILURE);
            jenkins.assertLogContains("ERROR: the first error", failed);
            assertGone(jenkins);
            WorkflowRun running = start(jenkins, block.formatted("echo 'waiting'; sleep 900"));
            jenkins.waitForMessage("waiting", running);
            assertThat(directory(jenkins)).exists();
            running.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(running));
            assertGone(jenkins);
        });
    }

    @Test
    public void keepsSecretsThroughARestartAndPersistsNoneOfThemInClear() throws Throwable {
        sessions.then(jenkins -> {
            credentials();
            WorkflowRun run = start(jenkins, """
                    node {
                      withReleaseSecrets([secret(credentialsId: 'plain', file: 'pw'), secret(credentialsId: 'tricky', env: 'T')]) {
                        sh 'dirname "$PW_FILE" > directory.out; cat "$PW_FILE"; echo; touch ready; until test -e go; do sleep 0.2; done'
                        sh 'set +x; cat "$PW_FILE" > after.out; printf %s "$T" > env.out; echo "after it is $(cat "$PW_FILE")"'
                      }
                    }
                    """);
            FilePath ready = workspace(jenkins).child("ready");
            Awaitility.await().atMost(120, TimeUnit.SECONDS).until(ready::exists);
            jenkins.waitForMessage("****", run);
            assertThat(leaks(jenkins)).isEmpty();
            assertThat(LeakSearch.find(jenkins.jenkins.getRootDir(), "touch ready"))
                    .isNotEmpty();
        });
        sessions.then(jenkins -> {
            assertThat(leaks(jenkins)).isEmpty();
            WorkflowRun run = job(jenkins).getBuildByNumber(1);
            workspace(jenkins).child("go").touch(0);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(out(jenkins, "after").readToString()).isEqualTo(PLAIN);
            assertThat(out(jenkins, "env").readToString()).isEqualTo(WithReleaseSecretsStepTest.TRICKY);
            jenkins.assertLogContains("after it is ****", run);
            assertGone(jenkins);
            assertThat(leaks(jenkins)).isEmpty();
        });
    }

    private static void credentials() throws Exception {
        text("plain", PLAIN);
        text("tricky", WithReleaseSecretsStepTest.TRICKY);
        GitHubFixture.add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL, "binary", "", "key", SecretBytes.fromRawBytes(BINARY)));
    }

    private static void text(String id, String secret) throws IOException {
        GitHubFixture.add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(secret)));
    }

    private static List<String> leaks(JenkinsRule jenkins) throws IOException {
        List<String> plain = LeakSearch.find(jenkins.jenkins.getRootDir(), PLAIN);
        List<String> tricky = LeakSearch.find(jenkins.jenkins.getRootDir(), "second line #!%PATH%");
        return Stream.concat(plain.stream(), tricky.stream()).toList();
    }

    private static void assertGone(JenkinsRule jenkins) throws Exception {
        assertThat(directory(jenkins)).doesNotExist();
    }

    private static Path directory(JenkinsRule jenkins) throws Exception {
        Path directory = Path.of(out(jenkins, "directory").readToString().strip());
        assertThat(directory.toString()).startsWith("/dev/shm/");
        return directory;
    }

    private static FilePath out(JenkinsRule jenkins, String name) {
        return workspace(jenkins).child(name + ".out");
    }

    private static FilePath workspace(JenkinsRule jenkins) {
        return jenkins.jenkins.getWorkspaceFor(job(jenkins));
    }

    private static WorkflowJob job(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("files", WorkflowJob.class);
    }

    private static WorkflowRun start(JenkinsRule jenkins, String script) throws Exception {
        return GitHubFixture.job(jenkins, "files", script).scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun run(JenkinsRule jenkins, String script, Result expected) throws Exception {
        return jenkins.assertBuildStatus(expected, jenkins.waitForCompletion(start(jenkins, script)));
    }
}
