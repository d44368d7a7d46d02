package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Copies between repositories of a real registry. */
public class PromoteImagesStepTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;

    @Before
    public void configure() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath());
        if (jenkins.jenkins.getGlobalNodeProperties().isEmpty()) {
            shop.configure();
        }
    }

    @After
    public void remove() {
        shop.remove();
    }

    @Test
    public void releasesWhatWasPromoted() throws Exception {
        String prefix = shop.name + "-prod";
        WorkflowRun run = run(Result.SUCCESS, """
                node {
                  CHECKOUT
                  def published = PUBLISH
                  def promoted = promoteImages(to: 'PREFIX', allTags: true)
                  echo "same digest: ${promoted[0].digest == published[0].digest}"
                  echo "promoted <${promoted[0].reference}> ${promoted[0].name} ${promoted[0].services} ${promoted[0].tags}"
                  docker.withRegistry('REGISTRY_URL', 'registry') {
                    docker.image(promoted[0].reference).pull()
                    sh "docker run --rm ${promoted[0].reference} cat /www/VERSION | sed 's/^/version /'"
                  }
                  def release = deployRelease(planRelease(host: HOST).id)
                  echo "serves <${release.images.web}>"
                }
                """.replace("PREFIX", prefix));
        String registry = shop.setting("TESTBED_REGISTRY") + "/";
        String reference = registry + prefix + "/" + shop.name + "/web@sha256:";
        jenkins.assertLogContains("same digest: true", run);
        jenkins.assertLogContains("promoted <" + reference, run);
        jenkins.assertLogContains("> " + shop.name + "/web [web] [" + shop.revision(), run);
        jenkins.assertLogContains("version 1", run);
        jenkins.assertLogContains("serves <" + reference, run);
        assertThat(run.getAction(PlanAction.class).published().orElseThrow().registryUrl())
                .isEqualTo("http://" + shop.setting("TESTBED_REGISTRY"));
    }

    @Test
    public void copiesImagesOfAnotherBuildToARegistryOfItsOwn() throws Exception {
        String reference =
                run(Result.SUCCESS, "node { CHECKOUT\n echo \"is ${PUBLISH[0].reference}.\" }").getLog(1000).stream()
                        .filter(line -> line.startsWith("is "))
                        .map(line -> line.substring("is ".length(), line.length() - 1))
                        .findFirst()
                        .orElseThrow();
        String registry = shop.setting("TESTBED_REGISTRY");
        WorkflowRun run = run(Result.SUCCESS, """
                node {
                  def image = publishedImage(name: 'NAME/web', reference: 'REFERENCE', revision: 'REVISION')
                  def promoted = promoteImages(to: 'HOST_PORT/NAME-own', images: [image],
                      registry: [url: 'REGISTRY_URL', credentialsId: 'registry'])
                  echo "promoted <${promoted[0].reference}>"
                }
                """.replace("HOST_PORT", registry)
                .replace("REVISION", shop.revision())
                .replace("REFERENCE", reference)
                .replace("NAME", shop.name));
        jenkins.assertLogContains(
                "promoted <" + registry + "/" + shop.name + "-own/" + shop.name + "/web@"
                        + reference.substring(reference.indexOf('@') + 1),
                run);
    }

    @Test
    public void saysWhatIsMissing() throws Exception {
        jenkins.assertLogContains(
                "promoteImages has no images, and this build published none of application '" + shop.name + "'",
                run(Result.FAILURE, "node { deleteDir()\n promoteImages(to: 'production') }"));
        String image = "images: [publishedImage(name: 'a/b', reference: '" + shop.setting("TESTBED_REGISTRY")
                + "/a/b@sha256:" + "0".repeat(64) + "', revision: '0123456')]";
        jenkins.assertLogContains(
                "promoteImages has no registry",
                run(Result.FAILURE, "node { promoteImages(to: 'production', " + image + ") }"));
        jenkins.assertLogContains(
                "nowhere",
                run(
                        Result.FAILURE,
                        "node { promoteImages(to: 'production', registry: [url: 'REGISTRY_URL', credentialsId: 'nowhere'], "
                                + image + ") }"));
        jenkins.assertLogContains("such as: node", run(Result.FAILURE, "promoteImages(to: 'production')"));
    }

    private WorkflowRun run(Result expected, String script) throws Exception {
        String url = "http://" + shop.setting("TESTBED_REGISTRY");
        WorkflowRun run =
                shop.job(script.replace("REGISTRY_URL", url)).scheduleBuild2(0).waitForStart();
        return jenkins.assertBuildStatus(expected, PendingInput.ended(run));
    }
}
