package io.jenkins.plugins.composerelease.credentials;

import static com.cloudbees.plugins.credentials.CredentialsScope.GLOBAL;
import static com.cloudbees.plugins.credentials.CredentialsScope.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey.DirectEntryPrivateKeySource;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.AbortException;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.LogTaskListener;
import hudson.util.Secret;
import hudson.util.StreamTaskListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Base64;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class RequestSecretsTest {
    @ClassRule
    public static JenkinsRule j = new JenkinsRule();

    private static final byte[] BYTES = {0, (byte) 0xff, 10, 13, 10, (byte) 0xc3, 0x28};
    private Folder shop;
    private FreeStyleBuild build;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @Before
    public void jobInAFolder() throws Exception {
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        shop = j.createProject(Folder.class);
        build = j.buildAndAssertSuccess(shop.createProject(FreeStyleProject.class, "release"));
    }

    @Test
    public void eachTypeGivesItsValue() throws Exception {
        jenkins(new StringCredentialsImpl(GLOBAL, "text", "", Secret.fromString("tökén")));
        jenkins(new FileCredentialsImpl(GLOBAL, "file", "", "f.bin", SecretBytes.fromRawBytes(BYTES)));
        jenkins(new UsernamePasswordCredentialsImpl(GLOBAL, "login", "", "me", "pässword"));
        jenkins(key("key", "-----BEGIN KEY-----\r\nabc\r\n-----END KEY-----", null));
        assertThat(secrets().text("text", "", "t")).isEqualTo("tökén");
        assertThat(secrets().bytes("file", "", "f")).isEqualTo(BYTES);
        assertThat(secrets().text("login", "", "l")).isEqualTo("pässword");
        assertThat(secrets().text("login", "username", "l")).isEqualTo("me");
        assertThat(secrets().text("key", "privateKey", "k")).isEqualTo("-----BEGIN KEY-----\nabc\n-----END KEY-----\n");
        assertThat(CredentialsProvider.getFingerprintOf(find("text")).getJobs())
                .contains(build.getParent().getFullName());
    }

    @Test
    public void aCertificateIsAKeystoreThatItsPasswordOpens() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        empty.store(out, "changeit".toCharArray());
        jenkins(new CertificateCredentialsImpl(
                GLOBAL,
                "cert",
                "",
                "changeit",
                new CertificateCredentialsImpl.UploadedKeyStoreSource(
                        null, SecretBytes.fromRawBytes(out.toByteArray()))));
        byte[] keystore = secrets().bytes("cert", "", "c");
        KeyStore read = KeyStore.getInstance("PKCS12");
        read.load(
                new ByteArrayInputStream(keystore),
                secrets().text("cert", "keystorePassword", "c").toCharArray());
        assertThat(read.size()).isZero();
    }

    @Test
    public void aReferenceNamesAVariableWithTheBytesInBase64AndTheLogNeverHasThem() throws Exception {
        jenkins(new StringCredentialsImpl(GLOBAL, "token", "", Secret.fromString("s3cret-value")));
        jenkins(new FileCredentialsImpl(GLOBAL, "file", "", "f.bin", SecretBytes.fromRawBytes(BYTES)));
        RequestSecrets secrets = secrets();
        assertThat(secrets.reference("token", "", "GitHub token")).isEqualTo("base64:COMPOSE_RELEASE_SECRET_1");
        assertThat(secrets.asAdministrator().reference("file", "", "secret file f"))
                .isEqualTo("base64:COMPOSE_RELEASE_SECRET_2");
        assertThat(secrets.reference("token", "text", "again")).isEqualTo("base64:COMPOSE_RELEASE_SECRET_1");
        assertThat(secrets.environment())
                .hasSize(2)
                .containsEntry("COMPOSE_RELEASE_SECRET_1", base64("s3cret-value".getBytes(StandardCharsets.UTF_8)))
                .containsEntry("COMPOSE_RELEASE_SECRET_2", base64(BYTES));
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("deployRelease: credential 'token' for GitHub token")
                .doesNotContain("s3cret-value", base64("s3cret-value".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    public void anUnknownIdIsNamedWithItsUseJobAndTypes() {
        assertThatThrownBy(() -> secrets().text("nope", "password", "registry r.example.com"))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining(
                        "Credential 'nope' (registry r.example.com) of deployRelease was not found in job '"
                                + build.getParent().getFullName() + "', expected a username with password.");
    }

    @Test
    public void aWrongTypeIsNamedBesideTheExpectedOne() throws Exception {
        jenkins(new StringCredentialsImpl(GLOBAL, "token", "", Secret.fromString("s3cret-value")));
        assertThatThrownBy(() -> secrets().text("token", "privateKey", "SSH key"))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining(
                        "Credential 'token' (SSH key) is of type 'Secret text', expected an SSH username with"
                                + " private key.")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> secrets().text("token", "pasword", "x"))
                .hasMessageContaining("expected one of: text, file");
    }

    @Test
    public void aJobNeverGetsACredentialOfScopeSystemButAnAdministratorsTargetDoes() throws Exception {
        jenkins(new StringCredentialsImpl(SYSTEM, "system", "", Secret.fromString("s3cret-value")));
        assertThatThrownBy(() -> secrets().text("system", "", "x")).hasMessageContaining("was not found in job");
        assertThat(secrets().asAdministrator().text("system", "", "x")).isEqualTo("s3cret-value");
        assertThat(RequestSecrets.ofJenkins(new LogTaskListener(Logger.getAnonymousLogger(), Level.OFF), "Test")
                        .text("system", "", "x"))
                .isEqualTo("s3cret-value");
    }

    @Test
    public void aFoldersJobGetsItsFoldersCredentialAndNoOtherFolders() throws Exception {
        folder(shop, new StringCredentialsImpl(GLOBAL, "mine", "", Secret.fromString("of-this-folder")));
        Folder other = j.createProject(Folder.class);
        folder(other, new StringCredentialsImpl(GLOBAL, "theirs", "", Secret.fromString("of-another-folder")));
        assertThat(secrets().text("mine", "", "x")).isEqualTo("of-this-folder");
        assertThatThrownBy(() -> secrets().text("theirs", "", "x")).hasMessageContaining("was not found in job");
        assertThatThrownBy(() -> secrets().asAdministrator().text("mine", "", "x"))
                .hasMessageContaining("was not found in Jenkins' own credentials");
    }

    @Test
    public void aCredentialsParameterChoosesTheCredential() throws Exception {
        jenkins(new StringCredentialsImpl(GLOBAL, "chosen", "", Secret.fromString("chosen-value")));
        FreeStyleProject project = shop.createProject(FreeStyleProject.class, "parameters");
        project.addProperty(new ParametersDefinitionProperty(
                new CredentialsParameterDefinition("LOGIN", "", null, StringCredentialsImpl.class.getName(), true)));
        try (ACLContext ignored =
                ACL.as2(User.getOrCreateByIdOrFullName("alice").impersonate2())) {
            build = project.scheduleBuild2(
                            0,
                            new hudson.model.Cause.UserIdCause(),
                            new ParametersAction(new CredentialsParameterValue("LOGIN", "chosen", "")))
                    .get();
        }
        assertThat(secrets().text("${LOGIN}", "", "x")).isEqualTo("chosen-value");
        assertThat(secrets().text("LOGIN", "", "x")).isEqualTo("chosen-value");
    }

    @Test
    public void whatCannotBeHiddenOrHandedOverIsRefused() throws Exception {
        jenkins(new StringCredentialsImpl(GLOBAL, "short", "", Secret.fromString("ab")));
        jenkins(new FileCredentialsImpl(GLOBAL, "long", "", "f", SecretBytes.fromRawBytes(new byte[95 * 1024 + 1])));
        jenkins(key("locked", "-----BEGIN KEY-----", "passphrase"));
        assertThatThrownBy(() -> secrets().reference("short", "", "pin"))
                .hasMessageContaining("Secret of credential 'short' (pin) is only 1 or 2 characters long");
        assertThatThrownBy(() -> secrets().value("short", "", "pin"))
                .hasMessageContaining("Secret of credential 'short' (pin) is only 1 or 2 characters long");
        assertThatThrownBy(() -> secrets().reference("long", "", "f"))
                .hasMessageContaining("97281 bytes, expected at most");
        assertThatThrownBy(() -> secrets().reference("locked", "privateKey", "SSH key"))
                .hasMessageContaining("with a passphrase")
                .hasMessageContaining("sshagent");
    }

    private RequestSecrets secrets() {
        return new RequestSecrets(build, new StreamTaskListener(log, StandardCharsets.UTF_8), "deployRelease");
    }

    private static StandardCredentials find(String id) {
        return CredentialsProvider.lookupCredentialsInItemGroup(StandardCredentials.class, j.jenkins, ACL.SYSTEM2)
                .stream()
                .filter(credential -> credential.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static void jenkins(Credentials credentials) throws Exception {
        SystemCredentialsProvider.getInstance().getCredentials().add(credentials);
    }

    private static void folder(Folder folder, Credentials credentials) throws Exception {
        folder.addProperty(
                new FolderCredentialsProperty(new com.cloudbees.plugins.credentials.domains.DomainCredentials[] {
                    new com.cloudbees.plugins.credentials.domains.DomainCredentials(
                            Domain.global(), java.util.List.of(credentials))
                }));
    }

    static BasicSSHUserPrivateKey key(String id, String text, String passphrase) {
        return new BasicSSHUserPrivateKey(GLOBAL, id, "deploy", new DirectEntryPrivateKeySource(text), passphrase, "");
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
