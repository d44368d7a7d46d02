package io.jenkins.plugins.composerelease.steps;

import hudson.model.Result;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Endpoints of a release that serves on a real host, asked from there and from the service's own network. */
public class VerifyEndpointStepTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder folder = new TemporaryFolder();

    private static ReleaseBed shop;
    private static String onTheHost;

    @BeforeClass
    public static void release() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath()).configure();
        shop.install("production", shop.target());
        jenkins.buildAndAssertSuccess(shop.job("""
                node {
                  CHECKOUT
                  PUBLISH
                  deployRelease(planRelease(target: 'production').id)
                }
                """));
        String address = shop.docker(
                        "inspect",
                        "--format",
                        "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                        shop.name + "-web-1")
                .strip();
        onTheHost = "http://" + address + ":8080/";
    }

    @AfterClass
    public static void remove() {
        shop.remove();
    }

    @Test
    public void asksFromTheTargetAndFromTheServicesNetwork() throws Exception {
        String options = ", body: '^1\\n', retries: 2, interval: '1s')\n";
        WorkflowRun run = run(
                Result.SUCCESS, """
                node {
                  verifyEndpoint(url: 'ON_HOST', target: 'production' OPTIONS
                  verifyEndpoint(url: 'ON_HOST', target: 'production', from: 'target' OPTIONS
                  verifyEndpoint(url: 'ON_HOST', host: HOST, from: 'target' OPTIONS
                  verifyEndpoint(url: 'http://web:8080/VERSION', target: 'production', from: 'service' OPTIONS
                  verifyEndpoint(url: 'http://web:8080/VERSION', host: HOST, from: 'service' OPTIONS
                  verifyEndpoint(url: 'http://web:8080/NOTHING', host: HOST, from: 'service', status: 404, retries: 1)
                }
                """.replace("ON_HOST", onTheHost + "VERSION").replace(" OPTIONS", options));
        for (String name : new String[] {"production", "inline"}) {
            jenkins.assertLogContains("from target on '" + name + "' answered 200 (1 try, ", run);
            jenkins.assertLogContains("from a service's network on '" + name + "' answered 200 (1 try, ", run);
        }
        jenkins.assertLogContains("NOTHING from a service's network on 'inline' answered 404", run);
    }

    @Test
    public void saysWhatCameInsteadAndFromWhere() throws Exception {
        String twice = ", retries: 2, interval: '100ms') }";
        jenkins.assertLogContains(
                "ERROR: GET '" + onTheHost
                        + "NOTHING' from target on 'production' answered status 404, expected 200; its body begins '",
                run(
                        Result.FAILURE,
                        "node { verifyEndpoint(url: '" + onTheHost + "NOTHING', target: 'production'" + twice));
        WorkflowRun body = run(
                Result.FAILURE,
                "node { verifyEndpoint(url: 'http://web:8080/VERSION', host: HOST, from: 'service', body: 'two'"
                        + twice);
        jenkins.assertLogContains(
                "ERROR: GET 'http://web:8080/VERSION' from a service's network on 'inline' answered status 200, but its"
                        + " body does not match 'two'; its body begins '1' (2 tries in ",
                body);
        jenkins.assertLogContains("raise retries or interval if it only needs longer.", body);
        jenkins.assertLogContains(
                "service 'nothing' has no running container",
                run(
                        Result.FAILURE,
                        "node { verifyEndpoint(url: 'http://nothing:8080/', target: 'production', from: 'service'"
                                + twice));
        jenkins.assertLogContains(
                "No target is named",
                run(Result.FAILURE, "node { verifyEndpoint(url: 'http://web:8080/', from: 'service'" + twice));
    }

    @Test
    public void refusesACredentialThatIsNotThereOrOfAnotherType() throws Exception {
        for (String id : new String[] {"nowhere", "registry"}) {
            ComposeHost other = shop.target();
            other.setSshCredentialsId(id);
            shop.install(id, other);
            String inline = shop.filled("HOST").replace("sshCredentialsId: 'ssh'", "sshCredentialsId: '" + id + "'");
            for (String place : new String[] {"target: '" + id + "'", "host: " + inline}) {
                WorkflowRun run = run(
                        Result.FAILURE, "node { verifyEndpoint(url: '" + onTheHost + "', " + place + ", retries: 1) }");
                jenkins.assertLogContains("Credential '" + id + "'", run);
                jenkins.assertLogContains(
                        id.equals("nowhere") ? "was not found" : "expected an SSH username with private key", run);
            }
        }
    }

    private static WorkflowRun run(Result expected, String script) throws Exception {
        WorkflowRun run = shop.job(script).scheduleBuild2(0).waitForStart();
        return jenkins.assertBuildStatus(expected, PendingInput.ended(run));
    }
}
