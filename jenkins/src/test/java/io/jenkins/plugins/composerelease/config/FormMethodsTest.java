package io.jenkins.plugins.composerelease.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.Secret;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.kohsuke.stapler.verb.POST;

public class FormMethodsTest {
    @ClassRule
    public static JenkinsRule j = new JenkinsRule();

    private static final List<Class<?>> FORMS = List.of(
            ComposeHost.class,
            SecretEntry.class,
            ImageEntry.class,
            PublishedImageEntry.class,
            HttpCheck.class,
            FlywayMigration.class,
            CommandMigration.class,
            PgDumpBackup.class,
            GitHubSettings.class);

    @Before
    public void users() throws Exception {
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ, CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("developer"));
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "id-of-token", "", Secret.fromString("s3cret-value")));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.SYSTEM, "id-of-system", "", Secret.fromString("s3cret-value")));
    }

    @Test
    public void everyFormMethodTakesPostWithACrumbOnly() throws Exception {
        WebClient client =
                j.createWebClient().withThrowExceptionOnFailingStatusCode(false).login("admin");
        List<String> methods = new ArrayList<>();
        for (Class<?> form : FORMS) {
            for (Method method :
                    j.jenkins.getDescriptorOrDie(cast(form)).getClass().getMethods()) {
                String name = method.getName();
                if (method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.composerelease")
                        && name.matches("do(Check|Fill|Test).*")) {
                    methods.add(form.getSimpleName() + "." + name);
                    assertThat(method.isAnnotationPresent(POST.class)).as(name).isTrue();
                    String url = url(form, name);
                    assertThat(status(client, HttpMethod.GET, url, false))
                            .as("GET " + url)
                            .isIn(404, 405);
                    assertThat(status(client, HttpMethod.POST, url, false))
                            .as("no crumb " + url)
                            .isEqualTo(403);
                }
            }
        }
        assertThat(methods).hasSizeGreaterThan(50);
    }

    @Test
    public void onlyAdministratorsTestConnectionsAndSeeAgents() throws Exception {
        for (String user : List.of("reader", "developer")) {
            WebClient client = j.createWebClient()
                    .withThrowExceptionOnFailingStatusCode(false)
                    .login(user);
            assertThat(status(client, HttpMethod.POST, url(ComposeHost.class, "doTestConnection") + "?port=22", true))
                    .isEqualTo(403);
            assertThat(status(client, HttpMethod.POST, url(GitHubSettings.class, "doTestConnection"), true))
                    .isEqualTo(403);
            assertThat(text(client, url(ComposeHost.class, "doFillAgentItems"))).doesNotContain("built-in");
        }
        WebClient admin = j.createWebClient().login("admin");
        assertThat(text(admin, url(ComposeHost.class, "doFillAgentItems"))).contains("built-in");
    }

    @Test
    public void credentialsAreListedToWhomMayUseThemOnly() throws Exception {
        Folder folder = j.createProject(Folder.class);
        String onJenkins = url(SecretEntry.class, "doFillCredentialsIdItems") + "?credentialsId=current";
        String onFolder = folder.getUrl() + onJenkins;
        WebClient reader = j.createWebClient().login("reader");
        WebClient developer = j.createWebClient().login("developer");
        assertThat(text(reader, onFolder)).contains("current").doesNotContain("id-of-token");
        assertThat(text(developer, onFolder)).contains("id-of-token", "current").doesNotContain("id-of-system");
        assertThat(text(developer, onJenkins)).contains("current").doesNotContain("id-of-token", "id-of-system");
        assertThat(text(j.createWebClient().login("admin"), onJenkins)).contains("id-of-token", "id-of-system");
        assertThat(text(reader, onFolder) + text(developer, onFolder)).doesNotContain("s3cret-value");
    }

    @Test
    public void messagesEscapeWhatTheyQuote() throws Exception {
        WebClient admin = j.createWebClient().login("admin");
        String script = "<script>alert(1)</script>";
        String value = "?value=" + URLEncoder.encode(script, StandardCharsets.UTF_8);
        for (String field : List.of("Name", "Host", "User", "Directory", "Files", "Variables", "HostKey", "Timeout")) {
            assertThat(text(admin, url(ComposeHost.class, "doCheck" + field) + value))
                    .as(field)
                    .contains("&lt;script&gt;")
                    .doesNotContain(script);
        }
        String tested = text(
                admin,
                url(ComposeHost.class, "doTestConnection") + "?port=22&user=u&directory=/x&agent=(built-in)&host="
                        + URLEncoder.encode(script, StandardCharsets.UTF_8));
        assertThat(tested).contains("&lt;script&gt;").doesNotContain(script);
    }

    @Test
    public void aTestNeverSavesAndNamesWhatIsWrong() throws Exception {
        WebClient admin = j.createWebClient().login("admin");
        String url = url(ComposeHost.class, "doTestConnection") + "?port=22&user=u&directory=/x&host=h.example.com";
        assertThat(text(admin, url + "&agent=nowhere")).contains("There is no agent &#039;nowhere&#039;.");
        assertThat(text(admin, url + "&agent=(built-in)&sshCredentialsId=nope"))
                .contains("Credential &#039;nope&#039; (SSH key of u@h.example.com) of Test connection was not found");
        assertThat(text(admin, url(GitHubSettings.class, "doTestConnection") + "?repository=acme/shop"))
                .contains("credentialsId is missing");
        assertThat(ComposeReleaseConfiguration.get().getTargets()).isEmpty();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Class cast(Class<?> type) {
        return type;
    }

    private static String url(Class<?> form, String method) {
        Descriptor<?> descriptor = j.jenkins.getDescriptorOrDie(cast(form));
        String name = method.substring(2);
        return descriptor.getDescriptorUrl() + "/" + Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static int status(WebClient client, HttpMethod method, String url, boolean crumb) throws Exception {
        WebRequest request = new WebRequest(new URL(j.getURL(), url), method);
        if (crumb) {
            client.addCrumb(request);
        }
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    private static String text(WebClient client, String url) throws Exception {
        Page page = client.getPage(client.addCrumb(new WebRequest(new URL(j.getURL(), url), HttpMethod.POST)));
        return page.getWebResponse().getContentAsString();
    }
}
