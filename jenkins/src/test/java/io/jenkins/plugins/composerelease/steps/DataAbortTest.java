package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.PgDumpBackup;
import java.util.concurrent.Callable;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Ways back and backups that somebody aborts: which data is there then, and what serves. */
public class DataAbortTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder folder = new TemporaryFolder();

    private static final String DEPLOY = """
            node {
              CHECKOUT
              PUBLISH
              deployRelease(planRelease(target: 'production').id)
            }
            """;

    private static ReleaseBed shop;
    private static Aborts aborts;

    @BeforeClass
    public static void release() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath()).database().configure();
        ComposeHost target = shop.target();
        target.setBackup(new PgDumpBackup("db", "shop", "shop"));
        shop.install("production", target);
        jenkins.buildAndAssertSuccess(shop.job(DEPLOY));
        aborts = new Aborts(jenkins, shop);
    }

    @AfterClass
    public static void remove() {
        shop.remove();
    }

    @Test
    public void abortOfARollbackKeepsWhatServed() throws Exception {
        serve("slow");
        serve("3");
        aborts.abort("node { rollbackRelease(target: 'production') }", "switch", () -> shop.served()
                .equals("slow"));
        assertThat(shop.served()).isEqualTo("3");
        serve("4");
        jenkins.buildAndAssertSuccess(shop.job("node { rollbackRelease(target: 'production') }"));
        assertThat(shop.served()).isEqualTo("3");
    }

    @Test
    public void abortOfABackupLeavesNoHalfOfOne() throws Exception {
        int before = TargetStatus.of(shop).path("backups").size();
        try (TableLock lock = new TableLock(shop, "ACCESS EXCLUSIVE")) {
            aborts.abort("node { backupDatabase(target: 'production') }", "backup", dumping());
        }
        assertThat(TargetStatus.of(shop).path("backups").size()).isEqualTo(before);
        assertThat(shop.onHost("ls " + shop.directory + "/.compose-release/backups 2>/dev/null | wc -l")
                        .strip())
                .isEqualTo(String.valueOf(2 * before));
        jenkins.buildAndAssertSuccess(shop.job("node { backupDatabase(target: 'production') }"));
        assertThat(TargetStatus.of(shop).path("backups").size()).isEqualTo(before + 1);
    }

    @Test
    public void abortOfARestoreBeforeItReplacedAnythingSaysSo() throws Exception {
        String restore = restoreOf("kept");
        try (TableLock lock = new TableLock(shop, "ACCESS EXCLUSIVE")) {
            WorkflowRun run = aborts.abort(restore, "backup", dumping());
            jenkins.assertLogContains("The data was not touched, and release", run);
        }
        assertDataAndService("new");
        jenkins.buildAndAssertSuccess(shop.job(restore));
        assertDataAndService("kept");
    }

    @Test
    public void abortOfARestoreWhileItReplacesBringsTheDataOfBeforeBack() throws Exception {
        String restore = restoreOf("kept");
        TableLock lock =
                new TableLock(shop, "ACCESS SHARE"); // a dump may read beside it, but nobody may drop the table
        WorkflowRun run = aborts.whileStopping(lock::close).abort(restore, "restore", () -> !shop.query(
                        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'psql' AND wait_event_type = 'Lock'")
                .isEmpty());
        assertThat(JenkinsRule.getLog(run))
                .containsAnyOf("The data was not touched, and release", "The data of before is back, and release");
        assertDataAndService("new");
        jenkins.buildAndAssertSuccess(shop.job(restore));
        assertDataAndService("kept");
    }

    /** @return a restore of a backup with that item, after which there was another one */
    private static String restoreOf(String item) throws Exception {
        shop.query("DELETE FROM items");
        shop.query("INSERT INTO items VALUES ('" + item + "')");
        jenkins.buildAndAssertSuccess(shop.job("node { backupDatabase(target: 'production') }"));
        shop.query("DELETE FROM items");
        shop.query("INSERT INTO items VALUES ('new')");
        String id = "";
        for (JsonNode backup : TargetStatus.of(shop).path("backups")) {
            id = backup.path("id").asText().compareTo(id) > 0
                    ? backup.path("id").asText()
                    : id;
        }
        return "node { restoreBackup(target: 'production', backup: '" + id + "') }";
    }

    private static void assertDataAndService(String item) {
        assertThat(shop.query("SELECT name FROM items")).containsExactly(item);
        assertThat(shop.query("SELECT count(*) FROM flyway_schema_history")).containsExactly("1");
        assertThat(shop.served()).isNotEmpty();
    }

    private static Callable<Boolean> dumping() {
        return () -> !shop.query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'pg_dump'")
                .isEmpty();
    }

    private static void serve(String version) throws Exception {
        shop.version(version);
        jenkins.assertBuildStatus(
                Result.SUCCESS, shop.job(DEPLOY).scheduleBuild2(0).get());
        assertThat(shop.served()).isEqualTo(version);
    }
}
