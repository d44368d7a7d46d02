package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.HttpCheck;
import io.jenkins.plugins.composerelease.config.PgDumpBackup;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Deploys that somebody aborts in each of their phases: what serves then, and whether the next one can go on. */
public class ReleaseAbortTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static final Duration LONG = Aborts.LONG;
    private static final String DEPLOY = """
            node {
              CHECKOUT
              PUBLISH
              deployRelease(planRelease(target: 'production').id)
            }
            """;

    @ClassRule
    public static final TemporaryFolder folder = new TemporaryFolder();

    private static ReleaseBed shop;
    private static Relay ssh;
    private static Aborts aborts;
    private static int versions;

    private String old;
    private int migrations;

    @BeforeClass
    public static void releaseTheFirstVersion() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath()).database();
        ssh = Relay.ssh(shop);
        shop.configure();
        shop.install("production", shop.target());
        jenkins.buildAndAssertSuccess(shop.job(DEPLOY));
        aborts = new Aborts(jenkins, shop, ssh);
    }

    @AfterClass
    public static void remove() throws Exception {
        shop.remove();
        ssh.close();
    }

    @Before
    public void lookWhatServes() {
        shop.install("production", shop.target());
        old = shop.served();
        migrations = migrations();
    }

    @Test
    public void abortOfThePlanChangesNothing() throws Exception {
        version("");
        ssh.hold();
        WorkflowRun run = aborts.abort(DEPLOY, "", ssh::holds);
        jenkins.assertLogContains("Stopping 'plan'", run);
        oldServesAndTheNextReleaseSucceeds();
    }

    @Test
    public void abortWhileWaitingForTheLockLeavesTheOtherReleaseAlone() throws Exception {
        sql("SELECT pg_sleep(90);");
        WorkflowRun first = aborts.start(DEPLOY);
        await("the migration runs").atMost(LONG).until(this::sleeping);
        WorkflowRun second = aborts.start(
                DEPLOY.replace(".id)", ".id, lockWait: '5m')").replace("deployRelease(", "deployRelease(plan: "));
        await("it waits for the lock").atMost(LONG).until(() -> Aborts.lastPhase(second)
                .equals("lock"));
        aborts.abort(second);
        assertThat(Aborts.lastPhase(second)).isEqualTo("lock");
        assertThat(sleeping()).isTrue();
        jenkins.assertBuildStatusSuccess(PendingInput.ended(first));
        assertThat(migrations()).isEqualTo(migrations + 1);
    }

    @Test
    public void abortDuringTheTransferLeavesTheOldReleaseServing() throws Exception {
        version("");
        aborts.slowFrom("preflight").abort(DEPLOY, "transfer", () -> true);
        oldServesAndTheNextReleaseSucceeds();
    }

    @Test
    public void abortDuringTheBackupLeavesTheOldReleaseServing() throws Exception {
        ComposeHost production = shop.target();
        production.setBackup(new PgDumpBackup("db", "shop", "shop"));
        shop.install("production", production);
        version("");
        sql("SELECT 1;");
        try (TableLock lock = new TableLock(shop, "ACCESS EXCLUSIVE")) { // a dump waits for it
            aborts.abort(DEPLOY, "backup", () -> !shop.query(
                            "SELECT 1 FROM pg_stat_activity WHERE application_name = 'pg_dump'")
                    .isEmpty());
        }
        oldServesAndTheNextReleaseSucceeds();
        assertThat(migrations()).isEqualTo(migrations + 1);
    }

    @Test
    public void abortDuringTheMigrationLeavesTheOldReleaseServing() throws Exception {
        version("");
        sql("CREATE TABLE second (name text); SELECT pg_sleep(600);");
        aborts.abort(DEPLOY, "migrate", this::sleeping);
        await("the database ends the statement").atMost(LONG).until(() -> !sleeping());
        shop.sql("V" + (migrations + 1) + "__next.sql", "CREATE TABLE second (name text);");
        oldServesAndTheNextReleaseSucceeds();
        assertThat(migrations()).isEqualTo(migrations + 1);
    }

    @Test
    public void abortDuringTheSwitchReturnsToTheOldRelease() throws Exception {
        String slow = version("slow");
        aborts.abort(DEPLOY, "switch", () -> shop.served().equals(slow));
        assertThat(shop.served()).isEqualTo(old);
        version("");
        oldServesAndTheNextReleaseSucceeds();
    }

    @Test
    public void abortDuringTheVerificationReturnsToTheOldRelease() throws Exception {
        ComposeHost production = shop.target();
        HttpCheck check = new HttpCheck("http://web:8080/NOTHING");
        check.setFrom("service");
        check.setRetries(100);
        production.setVerification(List.of(check));
        shop.install("production", production);
        String next = version("");
        aborts.abort(DEPLOY, "verify", () -> shop.served().equals(next));
        shop.install("production", shop.target());
        oldServesAndTheNextReleaseSucceeds();
    }

    /** It is verified and serves then: nobody is served better by going back. */
    @Test
    public void abortWhileItIsRecordedOrPrunedKeepsTheNewRelease() throws Exception {
        for (String phase : List.of("record", "prune")) {
            old = version(phase);
            aborts.slowFrom("switch").abort(DEPLOY, phase, () -> true);
            assertThat(TargetStatus.of(shop)
                            .path("releases")
                            .path(0)
                            .path("state")
                            .asText())
                    .isEqualTo("SUCCEEDED");
        }
        oldServesAndTheNextReleaseSucceeds();
    }

    /** The lock is free, and nothing of the aborted release is in the way. */
    private void oldServesAndTheNextReleaseSucceeds() throws Exception {
        assertThat(shop.served()).isEqualTo(old);
        assertThat(migrations()).isEqualTo(migrations);
        String next = version("");
        jenkins.buildAndAssertSuccess(shop.job(DEPLOY));
        assertThat(shop.served()).isEqualTo(next);
    }

    private static String version(String kind) {
        String version = "version-" + ++versions + kind;
        shop.version(version);
        return version;
    }

    private void sql(String sql) {
        shop.sql("V" + (migrations + 1) + "__next.sql", sql);
    }

    private static int migrations() {
        return Integer.parseInt(shop.query("SELECT count(*) FROM flyway_schema_history WHERE success")
                .get(0));
    }

    private boolean sleeping() {
        return !shop.query("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep%'"
                        + " AND pid <> pg_backend_pid()")
                .isEmpty();
    }
}
