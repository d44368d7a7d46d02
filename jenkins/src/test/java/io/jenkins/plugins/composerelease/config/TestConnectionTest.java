package io.jenkins.plugins.composerelease.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Descriptor;
import hudson.model.Slave;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn;
import io.jenkins.plugins.composerelease.cli.demo.ProcessWatch;
import io.jenkins.plugins.composerelease.steps.ReleaseBed;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** The two buttons "Test connection", as the form sends them. */
public class TestConnectionTest {
    private static final String TOKEN = "ghp_the-token-that-is-right";

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void gitHubIsReachedOrTheAnswerSaysWhatToDo() throws Exception {
        token("right", TOKEN);
        token("wrong", "ghp_another-token");
        GitHubStandIn github = GitHubStandIn.start("acme/shop", TOKEN);
        Map<String, String> form = new LinkedHashMap<>(
                Map.of("repository", "acme/shop", "credentialsId", "right", "apiUrl", github.apiUrl()));
        assertThat(press(GitHubSettings.class, form)).contains("class=\"ok\"", "The token reaches 'acme/shop'.");
        assertThat(press(GitHubSettings.class, with(form, "credentialsId", "wrong")))
                .contains("class=\"error\"", "refused the token. Create a new one");
        assertThat(press(GitHubSettings.class, with(form, "repository", "acme/nowhere")))
                .contains("class=\"error\"", "GitHub knows no repository 'acme/nowhere'");
        github.allow(false, true);
        assertThat(press(GitHubSettings.class, form))
                .contains("class=\"error\"", "The issues of 'acme/shop' are switched off.");
        github.close();
        assertThat(press(GitHubSettings.class, form))
                .contains(
                        "class=\"error\"",
                        "'" + github.apiUrl() + "' could not be reached within 15 s (ConnectException).");
        assertThat(ComposeReleaseConfiguration.get().getGitHub()).isNull();
    }

    @Test
    public void aTargetIsReachedFromTheChosenAgent() throws Exception {
        ReleaseBed bed = new ReleaseBed(folder.getRoot().toPath(), "test-connection").configure();
        Slave agent = jenkins.createOnlineSlave();
        ComposeHost target = bed.target();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("agent", agent.getNodeName());
        form.put("host", target.getHost());
        form.put("port", String.valueOf(target.getPort()));
        form.put("user", target.getUser());
        form.put("directory", target.getDirectory());
        form.put("hostKey", target.getHostKey());
        form.put("sshCredentialsId", "ssh");
        try (ProcessWatch processes = ProcessWatch.start()) {
            assertThat(press(ComposeHost.class, form))
                    .contains("class=\"ok\"", "ssh: ", "docker: ", "directory: ")
                    .doesNotContain("class=\"error\"");
            assertThat(processes.seen())
                    .anyMatch(line ->
                            line.contains(agent.getRemoteFS()) && line.contains("compose-release-cli.jar connect"));
        } finally {
            bed.remove();
        }
        assertThat(press(ComposeHost.class, with(form, "hostKey", "ssh-ed25519 " + "A".repeat(68))))
                .contains("class=\"error\"", "host key");
        assertThat(agent.getRootPath().list("compose-release*/**")).isEmpty();
        agent.toComputer().disconnect(null).get();
        assertThat(press(ComposeHost.class, form))
                .contains(
                        "class=\"error\"",
                        "Agent '" + agent.getNodeName() + "' is offline. Start it, or choose another one.");
        assertThat(ComposeReleaseConfiguration.get().getTargets()).isEmpty();
    }

    private static Map<String, String> with(Map<String, String> form, String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(form);
        changed.put(key, value);
        return changed;
    }

    private static void token(String id, String token) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(token)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static String press(Class<?> form, Map<String, String> values) throws Exception {
        Descriptor<?> descriptor = jenkins.jenkins.getDescriptorOrDie((Class) form);
        String query = values.entrySet().stream()
                .map(value -> value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        JenkinsRule.WebClient client = jenkins.createWebClient();
        URL url = new URL(jenkins.getURL(), descriptor.getDescriptorUrl() + "/testConnection?" + query);
        String answer = client.getPage(client.addCrumb(new WebRequest(url, HttpMethod.POST)))
                .getWebResponse()
                .getContentAsString();
        assertThat(answer).doesNotContain(TOKEN);
        return answer.replace("&#039;", "'");
    }
}
