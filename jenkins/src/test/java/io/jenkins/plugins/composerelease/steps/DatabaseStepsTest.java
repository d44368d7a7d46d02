package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.PgDumpBackup;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import io.jenkins.plugins.composerelease.ui.ReleaseEntry;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Backups of a database on a real host, and the way back to one. */
public class DatabaseStepsTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder folder = new TemporaryFolder();

    private static ReleaseBed shop;

    @BeforeClass
    public static void release() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("alice", "bob"));
        shop = new ReleaseBed(folder.getRoot().toPath()).database().configure();
        install(target());
        jenkins.buildAndAssertSuccess(shop.job("""
                node {
                  CHECKOUT
                  PUBLISH
                  deployRelease(planRelease(target: 'production').id)
                }
                """));
    }

    @Before
    public void install() {
        install(target());
        shop.query("DELETE FROM items");
        shop.query("INSERT INTO items VALUES ('kept')");
    }

    @AfterClass
    public static void remove() {
        shop.remove();
    }

    @Test
    public void restoresTheDataOfABackup() throws Exception {
        WorkflowRun made = run(Result.SUCCESS, null, """
                def backup
                node {
                  backup = backupDatabase(target: 'production')
                }
                echo "backup <${backup.id}> <${backup}> of ${backup.database}, schema ${backup.schema}, ${backup.bytes > 0}"
                echo "at ${backup.file} by ${backup.by} of ${backup.release} on ${backup.created}, ${backup.millis > 0}"
                """);
        JsonNode recorded = lastBackup();
        String id = recorded.path("id").asText();
        jenkins.assertLogContains("backup <" + id + "> <" + id + "> of shop, schema 1, true", made);
        jenkins.assertLogContains(
                "at " + recorded.path("file").asText() + " by " + jenkins.getURL() + made.getUrl() + " of "
                        + recorded.path("release").asText() + " on "
                        + recorded.path("created").asText() + ", true",
                made);
        shop.query("DELETE FROM items");
        shop.query("INSERT INTO items VALUES ('lost')");

        WorkflowRun restored = run(Result.SUCCESS, null, restore(id));
        jenkins.assertLogContains("restored " + id, restored);
        assertThat(shop.query("SELECT name FROM items")).containsExactly("kept");
        assertThat(ReleaseAction.of(restored).getEntries()).singleElement().satisfies(entry -> {
            assertThat(entry.getTitle()).isEqualTo("Restore of production");
            assertThat(entry.getState()).isEqualTo(ReleaseEntry.State.SUCCEEDED);
        });
        assertThat(shop.served()).isEqualTo("1");
    }

    @Test
    public void restoresForOneOfTheApproversOnly() throws Exception {
        run(Result.SUCCESS, null, "node { backupDatabase(target: 'production') }");
        String id = lastBackup().path("id").asText();
        ComposeHost guarded = target();
        guarded.setApprovers(List.of("alice"));
        install(guarded);
        shop.query("INSERT INTO items VALUES ('new')");

        for (String other : new String[] {null, "bob"}) {
            jenkins.assertLogContains(
                    "No backup was restored on target 'production': that needs a build which one of: alice started",
                    run(Result.FAILURE, other, restore(id)));
        }
        assertThat(shop.query("SELECT name FROM items")).containsExactly("kept", "new");
        run(Result.SUCCESS, "bob", "node { backupDatabase(target: 'production') }");

        WorkflowRun restored = run(Result.SUCCESS, "alice", restore(id));
        jenkins.assertLogContains("restored " + id, restored);
        assertThat(shop.query("SELECT name FROM items")).containsExactly("kept");
    }

    @Test
    public void otherJobsAndUnknownBackupsAreRefused() throws Exception {
        ComposeHost guarded = target();
        guarded.setJobs(List.of("another-job"));
        install(guarded);
        String refusal = "Job '" + shop.name + "' may not release to target 'production'";
        jenkins.assertLogContains(refusal, run(Result.FAILURE, null, restore("anything")));
        jenkins.assertLogContains(refusal, run(Result.FAILURE, null, "node { backupDatabase(target: 'production') }"));
        install(target());
        jenkins.assertLogContains(
                "Target 'production' has no backup 'no-such-backup'.",
                run(Result.FAILURE, null, restore("no-such-backup")));
        jenkins.assertLogContains("backup '' is not valid", run(Result.FAILURE, null, restore("")));
        assertThat(shop.query("SELECT name FROM items")).containsExactly("kept");
    }

    @Test
    public void saysWhatIsMissing() throws Exception {
        ComposeHost noBackup = shop.target();
        shop.install("without", noBackup);
        jenkins.assertLogContains(
                "Target 'without' has no 'backup'.",
                run(Result.FAILURE, null, "node { backupDatabase(target: 'without') }"));
    }

    private static String restore(String id) {
        return "node { echo \"restored ${restoreBackup(target: 'production', backup: '" + id + "').id}\" }";
    }

    private static ComposeHost target() {
        ComposeHost target = shop.target();
        target.setBackup(new PgDumpBackup("db", "shop", "shop"));
        return target;
    }

    private static void install(ComposeHost target) {
        shop.install("production", target);
    }

    /** The one that was begun last. */
    private static JsonNode lastBackup() throws Exception {
        JsonNode last = null;
        for (JsonNode backup : TargetStatus.of(shop).path("backups")) {
            if (last == null
                    || last.path("created")
                                    .asText()
                                    .compareTo(backup.path("created").asText())
                            < 0) {
                last = backup;
            }
        }
        return last;
    }

    /** @param user who starts it; null for nobody, as a timer does */
    private static WorkflowRun run(Result expected, String user, String script) throws Exception {
        CauseAction cause = new CauseAction(
                user == null ? new Cause.RemoteCause("test.example.com", "") : new Cause.UserIdCause(user));
        WorkflowRun run = shop.job(script).scheduleBuild2(0, cause).waitForStart();
        return jenkins.assertBuildStatus(expected, PendingInput.ended(run));
    }
}
