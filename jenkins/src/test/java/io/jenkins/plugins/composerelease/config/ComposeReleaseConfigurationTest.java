package io.jenkins.plugins.composerelease.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.XmlFile;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class ComposeReleaseConfigurationTest {
    @Rule
    public JenkinsRule j = new JenkinsRule();

    private ComposeReleaseConfiguration configuration;

    @Before
    public void fill() throws Exception {
        for (String id : List.of("registry", "hub")) { // docker-commons' box drops an id that does not exist
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, "", "ci", "secret-of-" + id));
        }
        configuration = ComposeReleaseConfiguration.get();
        configuration.setTargets(List.of(SampleTargets.staging(), SampleTargets.production()));
        configuration.setGitHub(SampleTargets.gitHub());
        configuration.setRegistries(List.of(
                new DockerRegistryEndpoint("https://registry.example.com", "registry"),
                new DockerRegistryEndpoint(null, "hub")));
    }

    @Test
    public void theSystemPageKeepsEverySetting() throws Exception {
        String before = xml();
        j.configRoundtrip();
        assertThat(xml()).isEqualTo(before);
    }

    @Test
    public void savedSettingsAreLoadedAgain() throws Exception {
        String before = xml();
        configuration.load();
        assertThat(xml()).isEqualTo(before);
        assertThat(configuration.target("production")).isPresent();
        assertThat(configuration.target("elsewhere")).isEmpty();
    }

    @Test
    public void whatIsRemovedInTheFormIsGone() throws Exception {
        HtmlForm form = systemPage();
        for (String list : List.of("targets", "registries")) {
            List<HtmlElement> items =
                    form.getByXPath(".//div[@name='" + list + "' and not(contains(@class, 'to-be-removed'))]");
            assertThat(items).isNotEmpty();
            for (HtmlElement item : items) {
                item.remove(); // what the delete button does in the end
            }
        }
        form.<HtmlInput>getInputByName("_.gitHub").click();
        j.submit(form);
        assertThat(configuration.getTargets()).isEmpty();
        assertThat(configuration.getRegistries()).isEmpty();
        assertThat(configuration.getGitHub()).isNull();
    }

    @Test
    public void theTestTakesTheTargetsOwnFieldsAndNotThoseOfNestedForms() throws Exception {
        configuration.setTargets(List.of(SampleTargets.production()));
        HtmlForm form = systemPage();
        HtmlElement button = form.getFirstByXPath(
                ".//div[@name='targets' and not(contains(@class, 'to-be-removed'))]//button[contains(@class, 'validate-button')]");
        button.click();
        form.getPage().getWebClient().waitForBackgroundJavaScript(20_000);
        assertThat(form.getTextContent())
                .contains(
                        "Credential 'deploy-key' (SSH key of deploy@web1.example.com) of Test connection was not found");
    }

    @Test
    public void twoTargetsOfOneNameAreRefusedAndNothingIsChanged() {
        assertThatThrownBy(() -> configuration.setTargets(List.of(SampleTargets.staging(), SampleTargets.staging())))
                .hasMessage("Target 'staging' is there twice. Give each target a name of its own.");
        assertThat(configuration.getTargets()).hasSize(2);
    }

    @Test
    public void aTargetThatIsNotValidIsRefusedNamingTheSetting() {
        ComposeHost host = new ComposeHost("web1; rm -rf /", "deploy", "/srv/shop");
        host.setName("bad");
        assertThatThrownBy(() -> configuration.setTargets(List.of(host)))
                .hasMessage(
                        "Target 'bad': host: host 'web1; rm -rf /' is not valid. Use a host name or an IP address.");
    }

    private HtmlForm systemPage() throws Exception {
        HtmlPage page = j.createWebClient().goTo("configure");
        return page.getFormByName("config");
    }

    private static String xml() throws Exception {
        ComposeReleaseConfiguration.get().save();
        return new XmlFile(new java.io.File(
                        Jenkins.get().getRootDir(), ComposeReleaseConfiguration.class.getName() + ".xml"))
                .asString();
    }
}
