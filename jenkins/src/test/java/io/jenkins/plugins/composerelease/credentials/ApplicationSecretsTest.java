package io.jenkins.plugins.composerelease.credentials;

import static com.cloudbees.plugins.credentials.CredentialsScope.GLOBAL;
import static io.jenkins.plugins.composerelease.credentials.RequestSecretsTest.base64;
import static io.jenkins.plugins.composerelease.credentials.RequestSecretsTest.jenkins;
import static io.jenkins.plugins.composerelease.credentials.RequestSecretsTest.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.AbortException;
import hudson.model.FreeStyleBuild;
import hudson.util.StreamTaskListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Secrets of the application; those that the engine itself uses are in {@code RequestSecretsTest}. */
public class ApplicationSecretsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private FreeStyleBuild build;

    @Before
    public void build() throws Exception {
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        build = JENKINS.buildAndAssertSuccess(JENKINS.createFreeStyleProject());
    }

    /** It says itself whether its user name is one. */
    @Test
    public void aUserNameIsHiddenWhereItsCredentialWantsItOnly() throws Exception {
        jenkins(new UsernamePasswordCredentialsImpl(GLOBAL, "plain", "", "sa", "password-of-sa"));
        UsernamePasswordCredentialsImpl secret =
                new UsernamePasswordCredentialsImpl(GLOBAL, "secret", "", "hidden-user", "p");
        secret.setUsernameSecret(true);
        jenkins(secret);
        UsernamePasswordCredentialsImpl tiny =
                new UsernamePasswordCredentialsImpl(GLOBAL, "tiny", "", "sa", "password");
        tiny.setUsernameSecret(true);
        jenkins(tiny);
        RequestSecrets secrets = secrets();
        assertThat(secrets.value("plain", "username", "user"))
                .isEqualTo(new RequestSecrets.Value("base64:COMPOSE_RELEASE_SECRET_1", false));
        assertThat(secrets.value("secret", "username", "user").hidden()).isTrue();
        assertThat(secrets.value("plain", "password", "user").hidden()).isTrue();
        assertThatThrownBy(() -> secrets.value("tiny", "username", "user"))
                .hasMessageContaining("only 1 or 2 characters");
    }

    @Test
    public void anApplicationGetsAKeyWithAPassphraseAndThePassphrase() throws Exception {
        jenkins(key("locked", "-----BEGIN KEY-----\nabc\n-----END KEY-----", "the passphrase"));
        RequestSecrets secrets = secrets();
        assertThat(secrets.value("locked", "", "key").reference()).isEqualTo("base64:COMPOSE_RELEASE_SECRET_1");
        assertThat(secrets.value("locked", "passphrase", "its passphrase").reference())
                .isEqualTo("base64:COMPOSE_RELEASE_SECRET_2");
        assertThat(secrets.environment())
                .containsEntry(
                        "COMPOSE_RELEASE_SECRET_1",
                        base64("-----BEGIN KEY-----\nabc\n-----END KEY-----\n".getBytes(StandardCharsets.UTF_8)))
                .containsEntry("COMPOSE_RELEASE_SECRET_2", base64("the passphrase".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    public void theLogNamesTheVariablesOfAFileAndWhichAreNotHidden() throws Exception {
        jenkins(new FileCredentialsImpl(
                GLOBAL,
                "env",
                "",
                ".env",
                SecretBytes.fromRawBytes(
                        "PW=hunter22\nPORT=8080\nDB_PASSWORD=12345\n".getBytes(StandardCharsets.UTF_8))));
        jenkins(new FileCredentialsImpl(
                GLOBAL,
                "bad",
                "",
                ".env",
                SecretBytes.fromRawBytes("PW=x\nhunter22\n".getBytes(StandardCharsets.UTF_8))));
        assertThat(secrets().variables("env", "").reference()).isEqualTo("base64:COMPOSE_RELEASE_SECRET_1");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("deployRelease: credential 'env' for secret variables PW, DB_PASSWORD; not hidden,"
                        + " as ordinary: PORT")
                .doesNotContain("hunter22", "8080", "12345");
        assertThatThrownBy(() -> secrets().variables("bad", ""))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("Credential 'bad' (file of variables): Line 2")
                .hasMessageNotContaining("hunter22");
    }

    @Test
    public void moreThanAProcessTakesIsRefused() throws Exception {
        RequestSecrets secrets = secrets();
        for (int i = 0; i < 13; i++) {
            byte[] large = new byte[94 * 1024];
            large[0] = (byte) (i + 1);
            jenkins(new FileCredentialsImpl(GLOBAL, "large" + i, "", "f", SecretBytes.fromRawBytes(large)));
        }
        for (int i = 0; i < 12; i++) {
            secrets.value("large" + i, "", "f" + i);
        }
        secrets.value("large3", "", "the same again");
        assertThatThrownBy(() -> secrets.value("large12", "", "f12"))
                .isInstanceOf(AbortException.class)
                .hasMessageContainingAll("'large12'", "deployRelease", "bytes in base64", "expected at most 1572864");
    }

    private RequestSecrets secrets() {
        return new RequestSecrets(build, new StreamTaskListener(log, StandardCharsets.UTF_8), "deployRelease");
    }
}
