package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.HttpCheck;
import io.jenkins.plugins.composerelease.config.PgDumpBackup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Deploys that somebody aborts: what serves then, and whether the next one can go on. */
public class ReleaseAbortTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String DEPLOY = """
            node {
              CHECKOUT
              PUBLISH
              deployRelease(planRelease(target: 'production').id)
            }
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;

    @Before
    public void releaseTheFirstVersion() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath()).database().configure();
        shop.install("production", shop.target());
        jenkins.buildAndAssertSuccess(shop.job(DEPLOY));
        assertThat(shop.served()).isEqualTo("1");
    }

    @After
    public void remove() {
        if (shop != null) {
            shop.remove();
        }
    }

    @Test
    public void abortWhileWaitingForTheLockLeavesTheOtherReleaseAlone() throws Exception {
        shop.sql("V2__slow.sql", "SELECT pg_sleep(20);");
        WorkflowRun first = start(DEPLOY);
        await("the migration runs").atMost(LONG).until(() -> sleeping());
        WorkflowRun second =
                start(DEPLOY.replace(".id)", ".id, lockWait: '5m')").replace("deployRelease(", "deployRelease(plan: "));
        await("it waits for the lock").atMost(LONG).until(() -> JenkinsRule.getLog(second)
                .contains("lock"));
        abort(second);
        jenkins.assertBuildStatusSuccess(PendingInput.ended(first));
        assertThat(shop.query("SELECT count(*) FROM flyway_schema_history")).containsExactly("2");
    }

    @Test
    public void abortDuringTheBackupLeavesTheOldReleaseServing() throws Exception {
        ComposeHost production = shop.target();
        production.setBackup(new PgDumpBackup("db", "shop", "shop"));
        shop.install("production", production);
        shop.version("2").sql("V2__more.sql", "CREATE TABLE more (name text);");
        // A dump waits for this transaction's lock.
        Thread blocker = new Thread(() ->
                shop.query("BEGIN; LOCK TABLE items IN ACCESS EXCLUSIVE MODE; SELECT 'blocks', pg_sleep(25); COMMIT"));
        blocker.start();
        await("the table is locked").atMost(LONG).until(this::sleeping);
        WorkflowRun run = start(DEPLOY);
        await("the dump waits").atMost(LONG).until(() -> !shop.query(
                        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'pg_dump'")
                .isEmpty());
        abort(run);
        assertThat(shop.served()).isEqualTo("1");
        assertThat(shop.query("SELECT count(*) FROM flyway_schema_history")).containsExactly("1");
        blocker.join(LONG.toMillis());
        nextReleaseServes("2");
    }

    @Test
    public void abortDuringTheMigrationLeavesTheOldReleaseServing() throws Exception {
        shop.version("2").sql("V2__slow.sql", "CREATE TABLE second (name text); SELECT pg_sleep(600);");
        abortWhen(start(DEPLOY), this::sleeping);
        assertThat(shop.served()).isEqualTo("1");
        assertThat(shop.query("SELECT count(*) FROM flyway_schema_history WHERE success"))
                .containsExactly("1");
        await("the database ends the statement").atMost(LONG).until(() -> !sleeping());
        shop.sql("V2__slow.sql", "CREATE TABLE second (name text);");
        nextReleaseServes("2");
    }

    @Test
    public void abortDuringTheSwitchReturnsToTheOldRelease() throws Exception {
        shop.version("slow");
        abortWhen(start(DEPLOY), () -> shop.served().equals("slow"));
        assertThat(shop.served()).isEqualTo("1");
        shop.version("2");
        nextReleaseServes("2");
    }

    @Test
    public void abortDuringTheVerificationReturnsToTheOldRelease() throws Exception {
        ComposeHost production = shop.target();
        HttpCheck check = new HttpCheck("http://web:8080/NOTHING");
        check.setFrom("service");
        check.setRetries(100);
        production.setVerification(List.of(check));
        shop.install("production", production);
        shop.version("2");
        WorkflowRun run = start(DEPLOY);
        abortWhen(
                run,
                () -> shop.served().equals("2")
                        && JenkinsRule.getLog(run).lines().anyMatch(line -> line.endsWith("  verify")));
        assertThat(shop.served()).isEqualTo("1");
        shop.install("production", shop.target());
        nextReleaseServes("2");
    }

    private void abortWhen(WorkflowRun run, Callable<Boolean> moment) throws Exception {
        await("the moment to abort").atMost(LONG).until(moment);
        assertThat(run.isBuilding()).isTrue();
        abort(run);
    }

    private void abort(WorkflowRun run) throws Exception {
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, PendingInput.ended(run));
    }

    /** The lock is free, and nothing of the aborted release is in the way. */
    private void nextReleaseServes(String version) throws Exception {
        jenkins.buildAndAssertSuccess(shop.job(DEPLOY));
        assertThat(shop.served()).isEqualTo(version);
    }

    private boolean sleeping() {
        return !shop.query("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep%'"
                        + " AND pid <> pg_backend_pid()")
                .isEmpty();
    }

    private WorkflowRun start(String script) throws Exception {
        return shop.job(script).scheduleBuild2(0).waitForStart();
    }
}
