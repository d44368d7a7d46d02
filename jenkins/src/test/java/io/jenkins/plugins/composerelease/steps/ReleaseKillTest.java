package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Field;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** A controller that is killed hard while a command does its work: the work is done once, and the build ends well. */
public class ReleaseKillTest {
    private static final String DEPLOY = """
            node {
              CHECKOUT
              PUBLISH
              deployRelease(planRelease(target: 'production').id)
            }
            """;

    @Rule
    public final RealJenkinsRule jenkins = new RealJenkinsRule().withTimeout(900);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;
    private Relay registry;

    @After
    public void remove() throws Exception {
        if (registry != null) {
            registry.close();
        }
        if (shop != null) {
            shop.remove();
        }
    }

    @Test
    public void publishGoesOnAndPushesOnce() throws Throwable {
        shop = new ReleaseBed(folder.getRoot().toPath()).ownLayers().version("1");
        registry = Relay.registry(shop);
        ReleaseBed bed = shop.set("TESTBED_REGISTRY", registry.address());
        registry.holdAt("^(POST|PUT|PATCH) /v2/.*[Uu]ser-[Aa]gent: docker/");
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            bed.configure()
                    .job("node { CHECKOUT\n echo \"published ${PUBLISH[0].reused}\" }")
                    .scheduleBuild2(0)
                    .waitForStart();
        });
        await("it pushes").atMost(Aborts.LONG).until(registry::holds);
        jenkins.stopJenkinsForcibly();
        registry.release();
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            WorkflowRun run = r.assertBuildStatusSuccess(PendingInput.ended(run(bed)));
            assertThat(JenkinsRule.getLog(run))
                    .containsOnlyOnce("web: pushed sha256:")
                    .contains("published false");
        });
    }

    @Test
    public void rollbackHasOneOutcome() throws Throwable {
        shop = new ReleaseBed(folder.getRoot().toPath());
        ReleaseBed bed = shop.version("slow");
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            bed.configure().install("production", bed.target());
            r.buildAndAssertSuccess(bed.job(DEPLOY));
            bed.version("2");
            r.buildAndAssertSuccess(bed.job(DEPLOY));
            bed.job("node { rollbackRelease(target: 'production') }")
                    .scheduleBuild2(0)
                    .waitForStart();
        });
        await("the old version starts").atMost(Aborts.LONG).until(() -> shop.served()
                .equals("slow"));
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            WorkflowRun run = r.assertBuildStatusSuccess(PendingInput.ended(run(bed)));
            assertThat(JenkinsRule.getLog(run)).containsOnlyOnce("  switch ok after");
        });
        assertThat(shop.served()).isEqualTo("slow");
        assertThat(TargetStatus.of(shop).path("releases"))
                .hasSize(3)
                .allMatch(release -> release.path("state").asText().equals("SUCCEEDED"));
    }

    @Test
    public void deployWhoseLaunchWasNotSavedIsAdopted() throws Throwable {
        shop = new ReleaseBed(folder.getRoot().toPath());
        ReleaseBed bed = shop.database();
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            bed.configure().install("production", bed.target());
            r.buildAndAssertSuccess(bed.job(DEPLOY));
            forgetLaunchesFrom(3); // publish and plan come before the deploy
        });
        shop.sql("V2__slow.sql", "CREATE TABLE second (name text); SELECT pg_sleep(20);");
        jenkins.runRemotely(r -> {
            bed.job(DEPLOY).scheduleBuild2(0).waitForStart();
        });
        await("the migration runs").atMost(Aborts.LONG).until(() -> !shop.query(
                        "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(20)%'"
                                + " AND pid <> pg_backend_pid()")
                .isEmpty());
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        jenkins.runRemotely(r -> {
            WorkflowRun run = r.assertBuildStatusSuccess(PendingInput.ended(run(bed)));
            assertThat(JenkinsRule.getLog(run)).containsOnlyOnce("  migrate ok after");
        });
        assertThat(shop.query("SELECT version || ' ' || success FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("1 true", "2 true");
        assertThat(TargetStatus.of(shop).path("releases")).hasSize(2);
    }

    /** The controller stands still between the launch of a process and what it would write down of it. */
    private static void forgetLaunchesFrom(int first) throws ReflectiveOperationException {
        AtomicInteger launches = new AtomicInteger();
        Runnable stand = () -> {
            if (launches.incrementAndGet() >= first) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("the test took too long", e);
                }
            }
        };
        Field after = Jenkins.get()
                .getPluginManager()
                .uberClassLoader
                .loadClass("io.jenkins.plugins.composerelease.steps.durable.ProcessLaunch")
                .getDeclaredField("after");
        after.setAccessible(true); // the plugin's class loader is another one, and with it the package
        after.set(null, stand);
    }

    private static WorkflowRun run(ReleaseBed bed) {
        return Jenkins.get().getItemByFullName(bed.name, WorkflowJob.class).getLastBuild();
    }
}
