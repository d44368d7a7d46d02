package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Item;
import hudson.security.GlobalMatrixAuthorizationStrategy;
import hudson.security.HudsonPrivateSecurityRealm;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.matrixauth.PermissionEntry;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** A controller that goes down, politely and by force, in the middle of a release. */
public class ReleaseRestartTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String APPROVED = """
            def plan
            node {
              CHECKOUT
              PUBLISH
              plan = planRelease(target: 'production')
            }
            def who = approveRelease(plan.id)
            node {
              CHECKOUT
              echo "by ${deployRelease(plan.id).by} for ${who}"
            }
            """;
    private static final String DEPLOY = """
            node {
              CHECKOUT
              PUBLISH
              deployRelease(planRelease(target: 'production').id)
            }
            """;

    @Rule
    public final RealJenkinsRule jenkins = new RealJenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;

    @Before
    public void makeShop() {
        shop = new ReleaseBed(folder.getRoot().toPath());
    }

    @After
    public void remove() {
        if (shop != null) {
            shop.remove();
        }
    }

    @Test
    public void approvalStaysPendingOverARestartAndAKill() throws Throwable {
        ReleaseBed bed = shop;
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            secure(r);
            ComposeHost production = bed.configure().target();
            production.setApprovers(List.of("alice"));
            bed.install("production", production);
            PendingInput.await1(bed.job(APPROVED).scheduleBuild2(0).waitForStart());
        });
        jenkins.stopJenkins();
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            PendingInput.await1(run(bed));
        });
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            String id = PendingInput.await1(run(bed)).getId();
            assertThat(PendingInput.post(r, "bob", run(bed), id, "proceedEmpty"))
                    .isEqualTo(400);
            assertThat(PendingInput.post(r, "alice", run(bed), id, "proceedEmpty"))
                    .isEqualTo(200);
            r.assertBuildStatusSuccess(PendingInput.ended(run(bed)));
            r.assertLogContains("(approved by alice) for alice", run(bed));
        });
        assertThat(shop.served()).isEqualTo("1");
    }

    @Test
    public void controllerKilledDuringTheMigrationAppliesItOnce() throws Throwable {
        ReleaseBed bed = shop.database();
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            bed.configure().install("production", bed.target());
            r.buildAndAssertSuccess(bed.job(DEPLOY));
        });
        shop.sql("V2__slow.sql", "CREATE TABLE second (name text); SELECT pg_sleep(20);");
        jenkins.runRemotely(r -> {
            bed.job(DEPLOY).scheduleBuild2(0).waitForStart();
        });
        await("the migration runs").atMost(LONG).until(() -> !shop.query(
                        "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(20)%' AND pid <> pg_backend_pid()")
                .isEmpty());
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            r.assertBuildStatusSuccess(PendingInput.ended(run(bed)));
        });
        assertThat(shop.query("SELECT version || ' ' || success FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("1 true", "2 true");
        assertThat(records()).hasSize(2);
    }

    @Test
    public void controllerKilledDuringTheSwitchEndsWithTheNewVersionServing() throws Throwable {
        ReleaseBed bed = shop;
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            bed.configure().install("production", bed.target());
            r.buildAndAssertSuccess(bed.job(DEPLOY));
        });
        shop.version("slow");
        jenkins.runRemotely(r -> {
            bed.job(DEPLOY).scheduleBuild2(0).waitForStart();
        });
        await("the new container starts").atMost(LONG).until(() -> shop.served().equals("slow"));
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            r.assertBuildStatusSuccess(PendingInput.ended(run(bed)));
        });
        assertThat(shop.served()).isEqualTo("slow");
        assertThat(records()).hasSize(2);
    }

    /** Releases that the target remembers. */
    private List<String> records() {
        return shop.onHost("ls " + shop.directory + "/.compose-release/releases")
                .strip()
                .lines()
                .toList();
    }

    private static WorkflowRun run(ReleaseBed bed) {
        return Jenkins.get().getItemByFullName(bed.name, WorkflowJob.class).getLastBuild();
    }

    /** With what Jenkins itself can load again: the test harness' own realm and strategy are not there at its start. */
    private static void secure(JenkinsRule r) throws Exception {
        HudsonPrivateSecurityRealm realm = new HudsonPrivateSecurityRealm(false, false, null);
        realm.createAccount("alice", "alice");
        realm.createAccount("bob", "bob");
        r.jenkins.setSecurityRealm(realm);
        GlobalMatrixAuthorizationStrategy strategy = new GlobalMatrixAuthorizationStrategy();
        strategy.add(Jenkins.ADMINISTER, PermissionEntry.user("admin"));
        for (String user : List.of("alice", "bob")) {
            strategy.add(Jenkins.READ, PermissionEntry.user(user));
            strategy.add(Item.READ, PermissionEntry.user(user));
            strategy.add(Item.BUILD, PermissionEntry.user(user));
        }
        r.jenkins.setAuthorizationStrategy(strategy);
    }
}
