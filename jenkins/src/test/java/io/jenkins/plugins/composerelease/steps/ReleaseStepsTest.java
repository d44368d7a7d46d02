package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Result;
import hudson.model.User;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.HttpCondition;
import io.jenkins.plugins.composerelease.config.TcpCondition;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Publishing, planning, deploying and rolling back against a real Docker engine, registry and host. */
public class ReleaseStepsTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

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
    public void configure() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath()).configure();
        shop.install("production", shop.target());
    }

    @After
    public void remove() {
        if (shop != null) {
            shop.remove();
        }
    }

    @Test
    public void releasesWhatItPublishedToATargetOfTheJenkinsfile() throws Exception {
        WorkflowRun run = build(Result.SUCCESS, """
                node {
                  CHECKOUT
                  def images = PUBLISH
                  echo "published ${images[0].name} ${images[0].reference} of ${images[0].revision}"
                  docker.image(images[0].reference).withRun { container -> sh "docker exec ${container.id} cat /www/VERSION" }
                  def plan = planRelease(host: HOST, images: images)
                  echo "planned ${plan.id} for ${plan.target}: ${plan.changes[0].service} ${plan.changes[0].action}"
                  def release = deployRelease(plan: plan.id)
                  echo "released ${release.revision} to ${release.target}: ${release.state} ${release.images.web}"
                  echo "by ${release.by} at ${release.url}"
                }
                """);
        run.reload();
        PlanAction plan = run.getAction(PlanAction.class);
        assertThat(plan.host().getFiles()).containsExactly("compose.yaml");
        String url = jenkins.getURL() + run.getUrl();
        jenkins.assertLogContains("published " + shop.name + "/web ", run);
        jenkins.assertLogContains("planned " + plan.id() + " for inline: web CREATE", run);
        jenkins.assertLogContains("released " + shop.revision() + " to inline: SUCCEEDED ", run);
        jenkins.assertLogContains("by " + url + " at " + url + "release/", run);
        assertThat(shop.served()).isEqualTo("1");
    }

    @Test
    public void worksInDeclarativeAndUsesTheImageOfAnEarlierBuildAgain() throws Exception {
        String script = """
                pipeline {
                  agent any
                  stages {
                    stage('Release') {
                      steps {
                        CHECKOUT
                        script {
                          def images = PUBLISH
                          echo "reused: ${images[0].reused}"
                          def plan = planRelease target: 'production'
                          deployRelease plan.id
                        }
                      }
                    }
                  }
                }
                """;
        jenkins.assertLogContains("reused: false", build(Result.SUCCESS, script));
        jenkins.assertLogContains("reused: true", build(Result.SUCCESS, script));
    }

    @Test
    public void failedReleaseReturnsToTheOneBefore() throws Exception {
        build(Result.SUCCESS, DEPLOY);
        shop.version("bad");
        WorkflowRun run = build(Result.FAILURE, DEPLOY);
        jenkins.assertLogContains("ERROR: ", run);
        assertThat(shop.served()).isEqualTo("1");
    }

    @Test
    public void aTargetsConditionsDecideAboutARelease() throws Exception {
        HttpCondition http = new HttpCondition("http://web:8080/VERSION");
        http.setBody("^1");
        TcpCondition tcp = new TcpCondition(8080);
        tcp.setService("web");
        ComposeHost production = shop.target();
        production.setWait(List.of(http, tcp));
        production.setTimeout("20s");
        shop.install("production", production);
        build(Result.SUCCESS, DEPLOY);
        shop.version("2");
        build(Result.FAILURE, DEPLOY);
        assertThat(shop.served())
                .as("healthy, but the condition asks for another body")
                .isEqualTo("1");
    }

    @Test
    public void movedPlanIsRefusedAndTheStepSaysWhatMoved() throws Exception {
        WorkflowRun run = build(Result.FAILURE, """
                node {
                  CHECKOUT
                  PUBLISH
                  def plan = planRelease(target: 'production')
                  sh 'echo "    labels: {moved: yes}" >>compose.yaml'
                  deployRelease(plan.id)
                }
                """);
        jenkins.assertLogContains(
                "What moved since plan " + run.getAction(PlanAction.class).id(), run);
        jenkins.assertLogContains("- file 'compose.yaml': approved ", run);
        assertThat(shop.served()).isEmpty();
    }

    @Test
    public void planThatCannotBeCarriedOutFailsWithTheRemedy() throws Exception {
        shop.write("compose.yaml", "services: {web: {image: '${WEB_IMAGE}', environment: {A: '${NOWHERE}'}}}\n");
        shop.commit("A variable without a value");
        WorkflowRun run = build(Result.FAILURE, DEPLOY);
        jenkins.assertLogContains("cannot be carried out:", run);
        jenkins.assertLogContains("- variables: without value: NOWHERE. Give them a value", run);
        assertThat(run.getAction(PlanAction.class)).isNull();
    }

    @Test
    public void rollsBackForAnApproverWhoStartedTheBuildOnly() throws Exception {
        build(Result.SUCCESS, DEPLOY);
        shop.version("2");
        build(Result.SUCCESS, DEPLOY);
        assertThat(shop.served()).isEqualTo("2");
        ComposeHost production = shop.target();
        production.setApprovers(List.of("alice"));
        shop.install("production", production);
        String rollback =
                "node { def back = rollbackRelease(target: 'production')\n echo \"back: ${back.detail} ${back.by}\" }";
        WorkflowRun refused = build(Result.FAILURE, rollback);
        jenkins.assertLogContains("needs a build which one of: alice started", refused);
        assertThat(shop.served()).isEqualTo("2");
        User alice = User.getById("alice", true);
        WorkflowRun run = shop.job(rollback)
                .scheduleBuild2(0, new CauseAction(new Cause.UserIdCause(alice.getId())))
                .get();
        jenkins.assertBuildStatusSuccess(run);
        jenkins.assertLogContains("(alice)", run);
        assertThat(shop.served()).isEqualTo("1");
    }

    @Test
    public void administratorsTargetLimitsJobsAlsoForPlans() throws Exception {
        ComposeHost production = shop.target();
        production.setJobs(List.of("other/*"));
        shop.install("production", production);
        WorkflowRun run = build(Result.FAILURE, DEPLOY);
        jenkins.assertLogContains("Job '" + shop.name + "' may not release to target 'production'", run);
    }

    @Test
    public void limitsThatAreNarrowedAfterThePlanBindTheDeploy() throws Exception {
        WorkflowRun run = shop.job("""
                node {
                  CHECKOUT
                  PUBLISH
                  def plan = planRelease(target: 'production')
                  input 'narrowed?'
                  try { approveRelease(plan.id) } catch (e) { echo "approval <${e.message}>" }
                  deployRelease(plan.id)
                }
                """).scheduleBuild2(0).waitForStart();
        InputStepExecution narrowed = PendingInput.await1(run);
        ComposeHost production = shop.target();
        production.setJobs(List.of("other/*"));
        shop.install("production", production);
        narrowed.proceed(null);
        jenkins.assertBuildStatus(Result.FAILURE, PendingInput.ended(run));
        String refusal = "Job '" + shop.name + "' may not release to target 'production'";
        jenkins.assertLogContains("approval <" + refusal, run);
        jenkins.assertLogContains("ERROR: " + refusal, run);
        assertThat(shop.served()).isEmpty();
    }

    @Test
    public void credentialOfScopeSystemIsForTheAdministratorsTargetOnly() throws Exception {
        ReleaseBed.add(shop.ssh(CredentialsScope.SYSTEM, shop.name));
        ComposeHost production = shop.target();
        production.setSshCredentialsId(shop.name);
        shop.install("production", production);
        build(Result.SUCCESS, DEPLOY);
        String inline = DEPLOY.replace("target: 'production'", "host: HOST")
                .replace(
                        "HOST",
                        shop.filled("HOST")
                                .replace("sshCredentialsId: 'ssh'", "sshCredentialsId: '" + shop.name + "'"));
        WorkflowRun run = build(Result.FAILURE, inline);
        jenkins.assertLogContains("Credential '" + shop.name + "' (SSH key of ", run);
        jenkins.assertLogContains("was not found", run);
    }

    @Test
    public void takesTheKeyOfAnSshAgent() throws Exception {
        ComposeHost production = shop.target();
        production.setSshCredentialsId(null);
        shop.install("production", production);
        build(Result.SUCCESS, DEPLOY.replace("deployRelease(planRelease(target: 'production').id)", """
                sshagent(['ssh']) {
                  deployRelease(planRelease(target: 'production').id)
                }
                """));
        assertThat(shop.served()).isEqualTo("1");
    }

    @Test
    public void targetAndHostAreRefusedTogetherAndBothMissing() throws Exception {
        WorkflowRun both = build(Result.FAILURE, "node { planRelease(target: 'production', host: HOST) }");
        jenkins.assertLogContains("planRelease has target and host", both);
        WorkflowRun none = build(Result.FAILURE, "node { rollbackRelease() }");
        jenkins.assertLogContains("rollbackRelease has no target", none);
        WorkflowRun unknown = build(Result.FAILURE, "node { planRelease(target: 'nowhere') }");
        jenkins.assertLogContains("There is no target 'nowhere' in Manage Jenkins", unknown);
    }

    private WorkflowRun build(Result result, String script) throws Exception {
        return jenkins.assertBuildStatus(
                result, shop.job(script).scheduleBuild2(0).get());
    }
}
