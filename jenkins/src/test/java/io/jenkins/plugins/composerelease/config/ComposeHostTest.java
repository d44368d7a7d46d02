package io.jenkins.plugins.composerelease.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.AbortException;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import jenkins.scm.api.mixin.TagSCMHead;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

public class ComposeHostTest {
    @ClassRule
    public static JenkinsRule j = new JenkinsRule();

    @Test
    public void becomesAnEntryOfTargetsWithTheKeysOfReleaseYaml() throws Exception {
        JsonNode json = SampleTargets.production().request(RequestSecrets.unresolved());
        JsonNode expected = new ObjectMapper().readTree(getClass().getResource("target.json"));
        assertThat(json.toPrettyString()).isEqualTo(expected.toPrettyString());
        assertThat(SampleTargets.staging().request(RequestSecrets.unresolved()).toString())
                .isEqualTo(
                        "{\"host\":\"10.0.0.7\",\"port\":22,\"user\":\"deploy\",\"proxyCommand\":\"nc -X 5 proxy %h %p\","
                                + "\"directory\":\"/srv/shop\",\"files\":[\"compose.yaml\"],\"atRest\":\"memory\",\"strategy\":\"recreate\",\"migration\":"
                                + "{\"command\":{\"service\":\"web\",\"argv\":[\"flask\",\"db\",\"upgrade\"],\"pending\":[\"flask\",\"db\","
                                + "\"heads\"]},\"timeout\":\"20m\"},\"backup\":{\"mysqlDump\":{\"service\":\"db\",\"user\":\"shop\","
                                + "\"password\":\"base64:COMPOSE_RELEASE_SECRET_1\",\"database\":\"shop\"},\"keep\":7,\"keepDays\":7},\"stability\":\"5s\",\"timeout\":\"2m\",\"keep\":10}");
    }

    @Test
    public void aJenkinsfileCanWriteEverySetting() throws Exception {
        ComposeHost original = SampleTargets.production();
        Map<String, Object> arguments = DescribableModel.uninstantiate_(original);
        ComposeHost written = new DescribableModel<>(ComposeHost.class).instantiate(arguments, null);
        assertThat(hudson.model.Items.XSTREAM2.toXML(written)).isEqualTo(hudson.model.Items.XSTREAM2.toXML(original));
        assertThat(DescribableModel.uninstantiate2_(new ComposeHost("h", "u", "/d"))
                        .getArguments())
                .containsOnlyKeys("host", "user", "directory");
    }

    @Test
    public void survivesJavaSerialization() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ObjectOutputStream(out).writeObject(SampleTargets.production());
        Object read = new ObjectInputStream(new ByteArrayInputStream(out.toByteArray())).readObject();
        assertThat(hudson.model.Items.XSTREAM2.toXML(read))
                .isEqualTo(hudson.model.Items.XSTREAM2.toXML(SampleTargets.production()));
    }

    @Test
    public void registriesAreHostsOfDockerHubHttpsOrHttp() throws Exception {
        assertThat(registry(null)).isEqualTo("{\"url\":\"docker.io\"}");
        assertThat(registry("https://index.docker.io/v1/")).isEqualTo("{\"url\":\"docker.io\"}");
        assertThat(registry("https://r.example.com:5000/")).isEqualTo("{\"url\":\"r.example.com:5000\"}");
        assertThat(registry("http://localhost:5000")).isEqualTo("{\"url\":\"localhost:5000\",\"insecure\":true}");
        assertThatThrownBy(() -> registry("https://r.example.com/path"))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("Registry 'https://r.example.com/path': url: registry");
    }

    @Test
    public void valuesThatAreNotValidAreRefusedNamingTargetAndSetting() {
        ComposeHost host = SampleTargets.production();
        host.setVariables(List.of("A=1", "B"));
        assertThatThrownBy(() -> host.request(RequestSecrets.unresolved()))
                .hasMessage(
                        "Target 'production': variables has 'B', expected NAME=value. Write one such pair an entry.");
        host.setVariables(List.of());
        host.setProxyCommand("nc %h %p");
        assertThatThrownBy(() -> host.request(RequestSecrets.unresolved()))
                .hasMessageContaining("proxyJump and proxyCommand");
        host.setProxyCommand("");
        host.setTransfer(List.of("../other"));
        assertThatThrownBy(() -> host.request(RequestSecrets.unresolved()))
                .hasMessageContaining("Target 'production': transfer: path '../other' is not valid.");
    }

    @Test
    public void onlyListedJobsAndBranchesMayDeploy() throws Exception {
        Folder shop = j.createProject(Folder.class, "shop");
        FreeStyleBuild main = j.buildAndAssertSuccess(shop.createProject(FreeStyleProject.class, "main"));
        FreeStyleBuild feature = j.buildAndAssertSuccess(shop.createProject(FreeStyleProject.class, "feature"));
        FreeStyleBuild other = j.buildAndAssertSuccess(j.createFreeStyleProject("shopping"));
        ComposeHost host = new ComposeHost("h", "u", "/d");
        host.setName("production");
        host.mayDeploy(other); // without limits every job may

        host.setJobs(List.of("shop/*"));
        host.setBranches(List.of("release/*"));
        host.mayDeploy(main);
        assertThatThrownBy(() -> host.mayDeploy(feature))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining(
                        "Branch 'feature/x' may not be released to target 'production', expected one of: release/*.");
        assertThatThrownBy(() -> host.mayDeploy(other))
                .hasMessageContaining(
                        "Job 'shopping' may not release to target 'production', expected one of: shop/*.");
        host.setJobs(List.of());
        assertThatThrownBy(() -> host.mayDeploy(other)).hasMessageContaining("is not part of a multibranch project");
    }

    @Test
    public void aTagOrAChangeRequestDoesNotPassForABranch() throws Exception {
        Folder git = j.createProject(Folder.class, "git");
        FreeStyleBuild tag = j.buildAndAssertSuccess(git.createProject(FreeStyleProject.class, "tag"));
        FreeStyleBuild change = j.buildAndAssertSuccess(git.createProject(FreeStyleProject.class, "change"));
        FreeStyleBuild branch = j.buildAndAssertSuccess(git.createProject(FreeStyleProject.class, "branch"));
        ComposeHost host = new ComposeHost("h", "u", "/d");
        host.setBranches(List.of("*"));
        assertThatThrownBy(() -> host.mayDeploy(tag)).hasMessageStartingWith("Tag 'main' may not be released");
        assertThatThrownBy(() -> host.mayDeploy(change)).hasMessageStartingWith("Change request 'PR-1' may not");
        host.mayDeploy(branch);
        host.setBranches(List.of("refs/tags/*", "PR-*"));
        host.mayDeploy(tag);
        host.mayDeploy(change);
        assertThatThrownBy(() -> host.mayDeploy(branch)).hasMessageStartingWith("Branch 'refs/tags/main' may not");
    }

    private static String registry(String url) throws AbortException {
        return Registries.request(new DockerRegistryEndpoint(url, null), RequestSecrets.unresolved())
                .toString();
    }

    /** What a multibranch project says about its jobs. */
    @TestExtension
    public static final class Branches extends SCMHead.HeadByItem {
        @Override
        public SCMHead getHead(Item item) {
            return switch (item.getFullName()) {
                case "shop/main" -> new SCMHead("release/1");
                case "shop/feature" -> new SCMHead("feature/x");
                case "git/branch" -> new SCMHead("refs/tags/main");
                case "git/tag" -> new Tag();
                case "git/change" -> new Change();
                default -> null;
            };
        }
    }

    private static final class Tag extends SCMHead implements TagSCMHead {
        Tag() {
            super("main");
        }

        @Override
        public long getTimestamp() {
            return 0;
        }
    }

    private static final class Change extends SCMHead implements ChangeRequestSCMHead {
        Change() {
            super("PR-1");
        }

        @Override
        public String getId() {
            return "1";
        }

        @Override
        public SCMHead getTarget() {
            return new SCMHead("main");
        }
    }
}
