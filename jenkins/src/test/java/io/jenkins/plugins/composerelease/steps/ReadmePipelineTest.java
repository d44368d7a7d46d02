package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Item;
import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import hudson.security.ACL;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn;
import io.jenkins.plugins.composerelease.cli.demo.ProcessWatch;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.config.FlywayMigration;
import io.jenkins.plugins.composerelease.config.HttpCheck;
import io.jenkins.plugins.composerelease.config.PgDumpBackup;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.steps.bean.PublishedAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.FlagRule;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The Jenkinsfile of the README, word for word, on an inbound agent with a real engine, registry, host and database. */
public class ReadmePipelineTest {
    private static final String PASSWORD = "an example's password";

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final FlagRule<Boolean> localRepositories =
            new FlagRule<>(() -> GitSCM.ALLOW_LOCAL_CHECKOUT, allowed -> GitSCM.ALLOW_LOCAL_CHECKOUT = allowed, true);

    private ReleaseBed shop;

    @After
    public void remove() {
        if (shop != null) {
            shop.remove();
        }
    }

    @Test
    public void releasesFromTheFirstBuildToTheSecond() throws Exception {
        try (GitHubStandIn github = GitHubFixture.start();
                ProcessWatch processes = ProcessWatch.start()) {
            configure(github);
            WorkflowRun first = approved(build());
            jenkins.assertBuildStatusSuccess(first);
            assertThat(shop.served()).isEqualTo("1");
            assertThat(shop.query("SELECT count(*) FROM items")).containsExactly("0");

            shop.version("broken"); // healthy, but production's verification does not take it
            WorkflowRun second = approved(build());
            jenkins.assertBuildStatus(Result.FAILURE, second);
            assertThat(shop.served()).isEqualTo("1");
            assertThat(github.issues()).singleElement().satisfies(issue -> assertThat(issue.open())
                    .isTrue());

            shop.version("2").sql("V2__more.sql", "INSERT INTO items VALUES ('pot');");
            WorkflowRun third = approved(build());
            jenkins.assertBuildStatusSuccess(third);
            assertThat(shop.served()).isEqualTo("2");
            assertThat(shop.query("SELECT name FROM items")).containsExactly("pot");
            assertThat(github.issues()).singleElement().satisfies(issue -> assertThat(issue.open())
                    .isFalse());
            assertUsesAreTracked();
            assertNoSecretLeftItsPlace(processes.seen());
        }
    }

    private void assertUsesAreTracked() throws Exception {
        List<StandardCredentials> all = CredentialsProvider.lookupCredentialsInItemGroup(
                StandardCredentials.class, jenkins.jenkins, ACL.SYSTEM2);
        assertThat(all)
                .extracting(StandardCredentials::getId)
                .containsExactlyInAnyOrder("registry", "ssh", "shop-db-password", "github-token");
        for (StandardCredentials credential : all) {
            assertThat(CredentialsProvider.getFingerprintOf(credential).getJobs())
                    .as("uses of " + credential.getId())
                    .contains("shop");
        }
    }

    /** Logs, records and all else that Jenkins and the agent keep, and the arguments of whatever ran. */
    private void assertNoSecretLeftItsPlace(Set<String> commandLines) throws Exception {
        SecretForms secrets = new SecretForms()
                .with("password of database", PASSWORD)
                .with("token of GitHub", GitHubFixture.TOKEN)
                .with("password of registry", shop.registryPassword())
                .with("SSH key", shop.sshKey());
        assertThat(commandLines)
                .anyMatch(line -> line.contains("compose-release-cli.jar") && line.contains(" deploy "))
                .noneMatch(line ->
                        !secrets.in(line.getBytes(StandardCharsets.UTF_8)).isEmpty());
        Path agent = Path.of(jenkins.jenkins.getNode("docker-1").getRootPath().getRemote());
        assertThat(agent.resolve("workspace/shop/compose.yaml")).exists();
        new LeakSearch(secrets).assertNone(jenkins.jenkins.getRootDir().toPath(), agent);
    }

    private void configure(GitHubStandIn github) throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath()).configure();
        shop.readme(pipeline(), database());
        ReleaseBed.add(new StringCredentialsImpl(
                CredentialsScope.GLOBAL, "shop-db-password", "", Secret.fromString(PASSWORD)));
        GitHubFixture.configure(github.apiUrl());
        ComposeReleaseConfiguration.get()
                .setRegistries(
                        List.of(new DockerRegistryEndpoint("http://" + shop.setting("TESTBED_REGISTRY"), "registry")));
        ComposeHost production = shop.target();
        SecretEntry password = new SecretEntry("shop-db-password");
        password.setFile("db_password");
        production.setSecrets(List.of(password));
        ((FlywayMigration) production.getMigration()).setCredentialsId("shop-db-password");
        production.setBackup(new PgDumpBackup("db", "shop", "shop"));
        HttpCheck check = new HttpCheck("http://web:8080/VERSION");
        check.setFrom("service");
        check.setBody("[0-9]");
        check.setRetries(3);
        check.setInterval("1s");
        production.setVerification(List.of(check));
        production.setApprovers(List.of("release-managers"));
        shop.install("production", production);
        secure();
        agents.createAgent(
                jenkins,
                InboundAgentRule.Options.newBuilder()
                        .name("docker-1")
                        .label("docker")
                        .build());
    }

    /** The image of the database, which is not the application's own. */
    private String database() throws Exception {
        Path demo = Path.of("..", "src/main/resources/io/jenkins/plugins/composerelease/cli/demo/app/r1/db");
        for (String file : List.of("Dockerfile", "entrypoint.sh")) {
            shop.write("db/" + file, Files.readString(demo.resolve(file)));
        }
        shop.commit("The database");
        WorkflowRun run =
                jenkins.buildAndAssertSuccess(shop.job("""
                node {
                  CHECKOUT
                  publishImages(registry: REGISTRY, images: [image(name: '%s/db', context: 'db', buildArgs: ['BASE_IMAGE=%s'])])
                }
                """.formatted(shop.name, shop.setting("TESTBED_BASE_IMAGE"))));
        return PublishedAction.of(run, shop.name)
                .orElseThrow()
                .images()
                .path("images")
                .path(0)
                .path("reference")
                .asText();
    }

    private void secure() throws Exception {
        JenkinsRule.DummySecurityRealm realm = jenkins.createDummySecurityRealm();
        realm.addGroups("alice", "release-managers");
        jenkins.jenkins.setSecurityRealm(realm);
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("alice"));
    }

    /** What the README shows. */
    private static String pipeline() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        int start = readme.indexOf("```groovy\n") + "```groovy\n".length();
        return readme.substring(start, readme.indexOf("```", start));
    }

    private WorkflowRun build() throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName("shop", WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, "shop");
            job.setDefinition(new CpsScmFlowDefinition(new GitSCM(shop.repository()), "Jenkinsfile"));
        }
        return job.scheduleBuild2(0).waitForStart();
    }

    private WorkflowRun approved(WorkflowRun run) throws Exception {
        String id = PendingInput.await1(run).getId();
        assertThat(PendingInput.post(jenkins, "alice", run, id, "proceedEmpty")).isEqualTo(200);
        return PendingInput.ended(run);
    }
}
