package io.jenkins.plugins.composerelease.steps;

import static com.cloudbees.plugins.credentials.CredentialsScope.GLOBAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey.DirectEntryPrivateKeySource;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl.UploadedKeyStoreSource;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.security.ACL;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.cli.demo.ProcessWatch;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;

/** Each kind of credential in a Pipeline on an agent: its exact bytes, its use, and no trace of it afterwards. */
public class SecretKindsTest {
    private static final String TEXT = "s3cret text of the application";
    private static final String PASSWORD = "pa$$w\"o'rd-of-the-login";
    private static final String STORE_PASSWORD = "password-of-the-keystore";

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder elsewhere = new TemporaryFolder();

    private final byte[] binary = new byte[100];

    @Test
    public void eachKindArrivesIsTrackedAndLeavesNothingBehind() throws Exception {
        credentials();
        Path agent = Path.of(agents.createAgent(
                        jenkins,
                        InboundAgentRule.Options.newBuilder().name("docker-1").build())
                .getRootPath()
                .getRemote());
        try (ProcessWatch processes = ProcessWatch.start()) {
            WorkflowRun run =
                    jenkins.buildAndAssertSuccess(GitHubFixture.job(jenkins, "kinds", script("node('docker-1')")));
            assertThat(JenkinsRule.getLog(run)).contains("text ****", "key ****", "as base64 ****", "the end");
            assertArrived();
            assertTracked(run);
            SecretForms secrets = new SecretForms()
                    .with("secret text", TEXT)
                    .with("password", PASSWORD)
                    .with("secret file", binary)
                    .with("private key", WithReleaseSecretsStepTest.PEM)
                    .with("keystore", delivered("store"))
                    .with("keystore's password", STORE_PASSWORD);
            assertThat(processes.seen())
                    .anyMatch(line -> line.contains("compose-release-cli.jar") && line.contains("secrets write"))
                    .noneMatch(line ->
                            !secrets.in(line.getBytes(StandardCharsets.UTF_8)).isEmpty());
            assertThat(agent.resolve("workspace/kinds/here")).exists();
            new LeakSearch(secrets).assertNone(jenkins.jenkins.getRootDir().toPath(), agent);
        }
    }

    private String script(String node) {
        return """
                %s {
                  withReleaseSecrets([secret(credentialsId: 'text', env: 'TEXT'), secret(credentialsId: 'login', env: 'PW'),
                      secret(credentialsId: 'login', part: 'username', env: 'NAME'), secret(credentialsId: 'binary', file: 'tls.key'),
                      secret(credentialsId: 'key', file: 'id'), secret(credentialsId: 'cert', part: 'keystore', file: 'store'),
                      secret(credentialsId: 'cert', part: 'keystorePassword', env: 'STORE_PW')]) {
                    sh '''set +x
                      cd '%s'
                      cp "$TLS_KEY_FILE" binary; cp "$ID_FILE" key; cp "$STORE_FILE" store
                      for v in TEXT PW NAME STORE_PW; do printenv $v | tr -d '\\\\n' > $v; done
                      echo "text $TEXT"; echo "key $(sed -n 2p "$ID_FILE")"; echo "as base64 $(base64 -w0 "$STORE_FILE")"
                    '''
                  }
                  sh 'touch here'
                  echo 'the end'
                }
                """.formatted(node, elsewhere.getRoot());
    }

    private void credentials() throws Exception {
        new Random().nextBytes(binary);
        binary[0] = (byte) 0xff; // no text
        GitHubFixture.add(new StringCredentialsImpl(GLOBAL, "text", "", Secret.fromString(TEXT)));
        GitHubFixture.add(new UsernamePasswordCredentialsImpl(GLOBAL, "login", "", "shop-user", PASSWORD));
        GitHubFixture.add(new FileCredentialsImpl(GLOBAL, "binary", "", "tls.key", SecretBytes.fromRawBytes(binary)));
        GitHubFixture.add(new BasicSSHUserPrivateKey(
                GLOBAL, "key", "root", new DirectEntryPrivateKeySource(WithReleaseSecretsStepTest.PEM), null, ""));
        GitHubFixture.add(new CertificateCredentialsImpl(
                GLOBAL,
                "cert",
                "",
                STORE_PASSWORD,
                new UploadedKeyStoreSource(null, SecretBytes.fromRawBytes(keystore()))));
    }

    private byte[] keystore() throws Exception {
        Path file = elsewhere.getRoot().toPath().resolve("made.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "shop",
                        "-dname",
                        "CN=shop",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass:file",
                        passwordFile().toString())
                .inheritIO()
                .start();
        assertThat(made.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(made.exitValue()).isZero();
        return Files.readAllBytes(file);
    }

    private Path passwordFile() throws Exception {
        return Files.writeString(elsewhere.getRoot().toPath().resolve("password"), STORE_PASSWORD);
    }

    private void assertArrived() throws Exception {
        assertThat(delivered("TEXT")).asString().isEqualTo(TEXT);
        assertThat(delivered("PW")).asString().isEqualTo(PASSWORD);
        assertThat(delivered("NAME")).asString().isEqualTo("shop-user");
        assertThat(delivered("STORE_PW")).asString().isEqualTo(STORE_PASSWORD);
        assertThat(delivered("binary")).isEqualTo(binary);
        assertThat(delivered("key")).asString().isEqualTo(WithReleaseSecretsStepTest.PEM);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(delivered("store")), STORE_PASSWORD.toCharArray());
        assertThat(Collections.list(store.aliases())).containsExactly("shop");
        assertThat(store.getKey("shop", STORE_PASSWORD.toCharArray())).isNotNull();
    }

    private void assertTracked(WorkflowRun run) throws Exception {
        for (StandardCredentials credential : CredentialsProvider.lookupCredentialsInItemGroup(
                StandardCredentials.class, jenkins.jenkins, ACL.SYSTEM2)) {
            assertThat(CredentialsProvider.getFingerprintOf(credential).getJobs())
                    .as("uses of " + credential.getId())
                    .containsExactly(run.getParent().getFullName());
        }
    }

    private byte[] delivered(String name) throws Exception {
        return Files.readAllBytes(elsewhere.getRoot().toPath().resolve(name));
    }
}
