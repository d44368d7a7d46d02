package io.jenkins.plugins.composerelease.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
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
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
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
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new BasicSSHUserPrivateKey(
                        CredentialsScope.GLOBAL,
                        "id-of-key",
                        "",
                        new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource("s3cret-value"),
                        null,
                        ""));
    }

    @Test
    public void everyWebMethodIsOfAKnownKindOrOnlyChecksAValue() throws Exception {
        List<String> others = new ArrayList<>();
        for (Method method : WebMethods.all()) {
            if (method.getName().startsWith("doCheck")) {
                // Looks nothing up: it gets values of the form alone, and neither job nor request.
                assertThat(method.getParameterTypes()).as(method.toString()).containsOnly(String.class);
            } else {
                others.add(name(method));
            }
        }
        assertThat(others).containsExactlyInAnyOrderElementsOf(WebMethodKind.OF.keySet());
    }

    @Test
    public void everyFormMethodTakesPostWithACrumbOnly() throws Exception {
        WebClient client = client("admin");
        List<Method> methods = formMethods();
        for (Method method : methods) {
            String url = url(method);
            assertThat(method.isAnnotationPresent(POST.class)).as(url).isTrue();
            assertThat(status(client, HttpMethod.GET, url, false))
                    .as("GET " + url)
                    .isIn(404, 405);
            assertThat(status(client, HttpMethod.POST, url, false))
                    .as("no crumb " + url)
                    .isEqualTo(403);
            assertThat(status(client, HttpMethod.POST, url, true))
                    .as("admin " + url)
                    .isEqualTo(200);
        }
        assertThat(methods).hasSizeGreaterThan(60);
    }

    @Test
    public void onlyAdministratorsTestConnectionsAndSeeAgents() throws Exception {
        WebClient admin = client("admin");
        for (Method method : formMethods()) {
            WebMethodKind kind = WebMethodKind.OF.get(name(method));
            for (String user : List.of("reader", "developer", "anonymous")) {
                if (kind == WebMethodKind.CONNECTS) {
                    assertThat(status(client(user), HttpMethod.POST, url(method), true))
                            .as(user + url(method))
                            .isEqualTo(403);
                } else if (kind == WebMethodKind.LISTS_AGENTS) {
                    assertThat(text(client(user), url(method)))
                            .as(user)
                            .doesNotContain("built-in")
                            .contains(user.equals("anonymous") ? "Authentication required" : "\"values\":[]");
                }
            }
            if (kind == WebMethodKind.LISTS_AGENTS) {
                assertThat(text(admin, url(method))).contains("built-in");
            }
        }
    }

    @Test
    public void credentialsAreListedToWhomMayUseThemOnly() throws Exception {
        Folder folder = j.createProject(Folder.class);
        WebClient anonymous = client("anonymous");
        WebClient reader = client("reader");
        WebClient developer = client("developer");
        WebClient admin = client("admin");
        for (Method method : formMethods()) {
            if (WebMethodKind.OF.get(name(method)) != WebMethodKind.LISTS_CREDENTIALS) {
                continue;
            }
            boolean keys = method.getName().contains("Ssh");
            String own = keys ? "id-of-key" : "id-of-token";
            String field = method.getName().replaceAll("doFill(.*)Items", "$1");
            String onJenkins =
                    url(method) + "?" + Character.toLowerCase(field.charAt(0)) + field.substring(1) + "=current";
            String onFolder = folder.getUrl() + onJenkins;
            for (String url : List.of(onJenkins, onFolder)) {
                assertThat(text(reader, url))
                        .as("reader " + url)
                        .contains("current")
                        .doesNotContain("id-of-");
                assertThat(text(anonymous, url)).as("anonymous " + url).doesNotContain("id-of-");
            }
            assertThat(text(developer, onFolder))
                    .as(onFolder)
                    .contains(own, "current")
                    .doesNotContain("id-of-system");
            assertThat(text(developer, onJenkins))
                    .as(onJenkins)
                    .contains("current")
                    .doesNotContain("id-of-");
            assertThat(text(admin, onJenkins)).as(onJenkins).contains(own, keys ? own : "id-of-system");
            assertThat(text(admin, onJenkins) + text(developer, onFolder)).doesNotContain("s3cret-value");
        }
    }

    @Test
    public void theFormWarnsOfATargetThatEveryJobMayReleaseTo() throws Exception {
        WebClient admin = client("admin");
        String jobs = url(ComposeHost.class, "doCheckJobs");
        assertThat(text(admin, jobs + "?value=%20"))
                .contains("class=\"warning\"", "Every job of this Jenkins may release to this target");
        assertThat(text(admin, jobs + "?value=shop/*"))
                .doesNotContain("warning")
                .doesNotContain("error");
        ComposeHost host = new ComposeHost("web1.example.com", "deploy", "/srv/shop");
        host.setName("production");
        ComposeReleaseConfiguration.get().setTargets(List.of(host));
        HtmlPage page = admin.withJavaScriptEnabled(false).goTo("manage/configure");
        HtmlTextArea field = page.getFirstByXPath("//textarea[@name='_.jobs']");
        assertThat(field.getAttribute("checkUrl")).endsWith("/checkJobs");
        assertThat(field.<HtmlElement>getByXPath("ancestor::*[contains(@class, 'advanced')]"))
                .isEmpty();
        ComposeReleaseConfiguration.get().setTargets(List.of());
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
        return url(j.jenkins.getDescriptorOrDie(cast(form)), method);
    }

    private static String url(Descriptor<?> descriptor, String method) {
        String name = method.substring(2);
        return descriptor.getDescriptorUrl() + "/" + Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static List<Method> formMethods() throws Exception {
        return WebMethods.all().stream()
                .filter(method -> WebMethodKind.OF.get(name(method)) != WebMethodKind.PAGE)
                .toList();
    }

    /** Of the class that the descriptor describes, for short. */
    private static String name(Method method) {
        String type = method.getDeclaringClass().getName().replaceAll("[$]DescriptorImpl$", "");
        return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
    }

    /** Several forms may have inherited it: any of them. */
    private static String url(Method method) {
        List<String> urls = new ArrayList<>();
        for (Descriptor<?> descriptor : j.jenkins.getExtensionList(Descriptor.class)) {
            if (method.getDeclaringClass().isInstance(descriptor)) {
                urls.add(url(descriptor, method.getName()));
            }
        }
        assertThat(urls).as(method.toString()).isNotEmpty();
        return urls.get(0);
    }

    private static WebClient client(String user) throws Exception {
        WebClient client =
                j.createWebClient().withThrowExceptionOnFailingStatusCode(false).withJavaScriptEnabled(false);
        client.setRefreshHandler((page, url, seconds) -> {
            // The refusal, and not the login that follows it.
        });
        return user.equals("anonymous") ? client : client.login(user);
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
