package io.jenkins.plugins.composerelease.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.SecretSource;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.config.FlywayMigration;
import io.jenkins.plugins.composerelease.config.PgDumpBackup;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** The Jenkins of {@code mvn -f jenkins hpi:run}, with stand-ins for what {@code ./demo --keep} leaves. */
public class HpiRunTest {
    private static final Path SETTINGS = Path.of("src", "hpi-run", "jenkins.yaml");
    private static final Path KEPT =
            Path.of("..", "src/main/java/io/jenkins/plugins/composerelease/cli/demo/DemoStage.java");
    private static final File HOME = new File("src/hpi-run/home");
    private static final String KEY = "the text of a private key";

    private static final Map<String, String> STAND_INS = Map.ofEntries(
            Map.entry("DEMO_REVISION", "0123456"),
            Map.entry("DEMO_REPOSITORY", "/srv/demo/shop"),
            Map.entry("DEMO_DOCKER_HOST", "unix:///run/demo.sock"),
            Map.entry("DEMO_REGISTRY", "127.0.0.1:5000"),
            Map.entry("DEMO_REGISTRY_USER", "release"),
            Map.entry("DEMO_REGISTRY_PASSWORD", "the registry's password"),
            Map.entry("DEMO_BASE_IMAGE", "base:1"),
            Map.entry("DEMO_DB_IMAGE", "postgres:1"),
            Map.entry("DEMO_DB_PASSWORD", "the database's password"),
            Map.entry("DEMO_HOST", "10.0.0.7"),
            Map.entry("DEMO_PORT", "2222"),
            Map.entry("DEMO_USER", "deploy"),
            Map.entry(
                    "DEMO_HOST_KEY",
                    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGVtcHR5a2V5Zm9ydGVzdHNvbmx5MTIzNDU2Nzg5MDEy"),
            Map.entry("DEMO_DIRECTORY", "/srv/shop"),
            Map.entry("DEMO_WEB_PORT", "8081"));

    @ClassRule
    public static final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final JenkinsRule jenkins;

    public HpiRunTest() throws Exception {
        jenkins = new JenkinsRule().withExistingHome(HOME);
    }

    @BeforeClass
    public static void key() throws IOException {
        Files.writeString(folder.getRoot().toPath().resolve("key"), KEY);
    }

    @Test
    public void hasTheDemosTargetCredentialsAndJob() throws Exception {
        ConfigurationAsCode.get().configure(SETTINGS.toString());

        ComposeHost production =
                ComposeReleaseConfiguration.get().target("production").orElseThrow();
        assertThat(ComposeReleaseConfiguration.get().getTargets()).hasSize(1);
        assertThat(production.getHost()).isEqualTo("10.0.0.7");
        assertThat(production.getPort()).isEqualTo(2222);
        assertThat(production.getUser()).isEqualTo("deploy");
        assertThat(production.getHostKey()).isEqualTo(STAND_INS.get("DEMO_HOST_KEY"));
        assertThat(production.getDirectory()).isEqualTo("/srv/shop");
        assertThat(production.getVariables()).containsExactly("DB_IMAGE=postgres:1", "WEB_PORT=8081");
        assertThat(production.getRegistry().getUrl()).isEqualTo("http://127.0.0.1:5000");
        assertThat(production.getMigration()).isInstanceOf(FlywayMigration.class);
        assertThat(production.getBackup()).isInstanceOf(PgDumpBackup.class);
        assertThat(production.getVerification()).singleElement().satisfies(check -> assertThat(check.getUrl())
                .isEqualTo("http://localhost:8081/health"));
        assertCredentials(production);
        assertJob();
    }

    private static void assertCredentials(ComposeHost production) throws Exception {
        UsernamePasswordCredentialsImpl registry = credential(
                UsernamePasswordCredentialsImpl.class, production.getRegistry().getCredentialsId());
        assertThat(registry.getUsername()).isEqualTo("release");
        assertThat(registry.getPassword().getPlainText()).isEqualTo("the registry's password");
        BasicSSHUserPrivateKey ssh = credential(BasicSSHUserPrivateKey.class, production.getSshCredentialsId());
        assertThat(ssh.getPrivateKeys()).singleElement().asString().startsWith(KEY);
        assertThat(ssh.getScope()).as("a job cannot use it itself").isEqualTo(CredentialsScope.SYSTEM);
        StringCredentialsImpl database = credential(
                StringCredentialsImpl.class, production.getSecrets().get(0).getCredentialsId());
        assertThat(database.getSecret().getPlainText()).isEqualTo("the database's password");
        assertThat(database.getScope()).isEqualTo(CredentialsScope.SYSTEM);
    }

    private void assertJob() throws Exception {
        WorkflowJob shop = jenkins.jenkins.getItemByFullName("shop", WorkflowJob.class);
        CpsFlowDefinition definition = (CpsFlowDefinition) shop.getDefinition();
        assertThat(definition.isSandbox()).isTrue();
        assertThat(definition.getScript()).contains("publishImages(", "planRelease(target: 'production')");
        Map<String, String> environment = jenkins.jenkins
                .getGlobalNodeProperties()
                .get(EnvironmentVariablesNodeProperty.class)
                .getEnvVars();
        assertThat(environment).containsEntry("DOCKER_HOST", "unix:///run/demo.sock");
        assertThat(environment).containsKeys(names("env\\.(DEMO_\\w+)", definition.getScript()));
        assertThat(names("(DEMO_\\w+)", Files.readString(SETTINGS)))
                .as("what ./demo --keep writes is what is asked for")
                .isEqualTo(names("\"(DEMO_\\w+)\"", Files.readString(KEPT)));
    }

    private static String[] names(String pattern, String text) {
        TreeSet<String> names = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(found -> names.add(found.group(1)));
        return names.toArray(new String[0]);
    }

    private static <C> C credential(Class<C> type, String id) {
        return SystemCredentialsProvider.getInstance().getCredentials().stream()
                .filter(credential -> credential instanceof IdCredentials known
                        && known.getId().equals(id))
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " '" + id + "'"));
    }

    @TestExtension
    public static final class StandIns extends SecretSource {
        @Override
        public Optional<String> reveal(String name) {
            return name.equals("DEMO_KEY_FILE")
                    ? Optional.of(folder.getRoot().toPath().resolve("key").toString())
                    : Optional.ofNullable(STAND_INS.get(name));
        }
    }
}
