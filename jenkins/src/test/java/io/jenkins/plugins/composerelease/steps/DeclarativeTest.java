package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.fasterxml.jackson.databind.JsonNode;
import hudson.FilePath;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.PgDumpBackup;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** A whole Declarative Pipeline against a real host: services for tests, secrets, release, check, backup, and the way back. */
public class DeclarativeTest {
    private static final String SECRET = "declared-secret-0123456789";

    private static final String PIPELINE = """
            pipeline {
              agent { label 'LABEL' }
              stages {
                stage('Publish') {
                  steps {
                    CHECKOUT
                    PUBLISH
                    promoteImages(to: 'PREFIX')
                  }
                }
                stage('Test') {
                  steps {
                    writeFile file: 'test.yaml', text: '''TEST_SERVICES'''
                    script { env.SITE = composeUp(files: ['test.yaml']).url('web', 8000) }
                    verifyEndpoint(url: env.SITE)
                    withReleaseSecrets([secret(credentialsId: 'token', file: 'token')]) {
                      sh 'test "$(wc -c < "$TOKEN_FILE")" = SECRET_LENGTH && echo "token $(cat "$TOKEN_FILE")"'
                    }
                  }
                  post {
                    always { composeDown() }
                  }
                }
                stage('Deploy') {
                  steps {
                    script { env.PLAN = planRelease(target: 'production').id }
                    deployRelease(plan: env.PLAN)
                    releaseCheck(target: 'production', name: 'e2e') {
                      QUERY "INSERT INTO items VALUES ('kept')"'''
                    }
                  }
                }
                stage('Back') {
                  steps {
                    script { env.BACKUP = backupDatabase(target: 'production').id }
                    QUERY "DELETE FROM items"'''
                    restoreBackup(target: 'production', backup: env.BACKUP)
                    rollbackRelease(target: 'production')
                  }
                }
              }
            }
            """;

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder folder = new TemporaryFolder();

    private static ReleaseBed shop;
    private static String first;

    @BeforeClass
    public static void release() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath(), "declarative")
                .database()
                .configure();
        ReleaseBed.add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(SECRET)));
        ComposeHost target = shop.target();
        target.setBackup(new PgDumpBackup("db", "shop", "shop"));
        shop.install("production", target);
        jenkins.buildAndAssertSuccess(shop.job("""
                node {
                  CHECKOUT
                  PUBLISH
                  deployRelease(planRelease(target: 'production').id)
                }
                """));
        first = shop.revision();
    }

    @Before
    public void emptyTable() {
        shop.query("DELETE FROM items");
    }

    @AfterClass
    public static void remove() {
        if (shop != null) {
            shop.remove();
        }
    }

    @Test
    public void runsTheStepsOfARelease() throws Exception {
        shop.version("2");
        assertReleasedAndReturned(run("built-in"));
    }

    @Test
    public void assumesNoFileOfTheControllerOnTheAgent() throws Exception {
        shop.version("3");
        Path home = jenkins.jenkins.getRootDir().toPath();
        Path log = folder.getRoot().toPath().resolve("agent.log");
        try (SeparateAgent agent = new SeparateAgent(
                "apart", jenkins.getURL(), log, home, Path.of("target", "classes"), Path.of("..", "target"))) {
            WorkflowRun run = run("apart");

            assertReleasedAndReturned(run);
            FilePath workspace = Jenkins.get().getNode("apart").getWorkspaceFor(run.getParent());
            assertThat(workspace.child("compose.yaml").exists()).isTrue();
            assertThat(agent.root().list()).as("what the controller sees of it").isEmpty();
            assertThat(new FilePath(workspace.getChannel(), home.toString()).list())
                    .as("what the agent sees of the controller's home")
                    .isEmpty();
        }
    }

    private static WorkflowRun run(String label) throws Exception {
        WorkflowRun run = shop.job(PIPELINE.replace("LABEL", label)
                        .replace("PREFIX", prefix())
                        .replace("TEST_SERVICES", Scripts.WEB.replace("IMAGE", shop.setting("TESTBED_BASE_IMAGE")))
                        .replace("SECRET_LENGTH", String.valueOf(SECRET.length()))
                        .replace(
                                "QUERY",
                                "sh '''docker -H " + shop.setting("HOST_DOCKER_HOST") + " exec " + shop.name
                                        + "-db-1 psql -U shop -d shop -c"))
                .scheduleBuild2(0)
                .waitForStart();
        return jenkins.assertBuildStatusSuccess(PendingInput.ended(run));
    }

    private static String prefix() {
        return shop.name + "-promoted";
    }

    private static void assertReleasedAndReturned(WorkflowRun run) throws Exception {
        jenkins.assertLogContains("token ****", run);
        JsonNode status = TargetStatus.of(shop);
        JsonNode serving = null;
        JsonNode checked = null;
        for (JsonNode release : status.path("releases")) {
            serving = release.path("id").equals(status.path("serving")) ? release : serving;
            checked = release.path("revision").asText().equals(shop.revision()) ? release : checked;
        }
        assertThat(serving.path("revision").asText()).as("rolled back to").isEqualTo(first);
        assertThat(checked).as("the release that the Pipeline made").isNotNull();
        assertThat(checked.path("images").path("web").asText())
                .contains("/" + prefix() + "/" + shop.name + "/web@sha256:");
        assertThat(checked.path("checks")).singleElement().satisfies(check -> {
            assertThat(check.path("name").asText()).isEqualTo("e2e");
            assertThat(check.path("passed").asBoolean()).isTrue();
        });
        assertThat(status.path("backups")).isNotEmpty();
        assertThat(shop.query("SELECT name FROM items")).containsExactly("kept");
        assertThat(shop.served()).isEqualTo("1");
        assertThat(shop.docker("-H", shop.setting("TESTBED_DOCKER_HOST"), "ps", "-aq", "--filter", "name=" + shop.name))
                .as("what composeUp started")
                .isEmpty();
    }
}
