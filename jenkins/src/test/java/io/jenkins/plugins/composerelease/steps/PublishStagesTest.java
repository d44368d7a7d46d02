package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Fingerprint;
import hudson.model.Result;
import hudson.tasks.Fingerprinter.FingerprintAction;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Images that are built, tested, pushed, tagged and released in stages of their own, and in jobs of their own. */
public class PublishStagesTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;

    @Before
    public void configure() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath(), "g-publish").configure();
        shop.install("production", shop.target());
        ComposeReleaseConfiguration.get()
                .setRegistries(
                        List.of(new DockerRegistryEndpoint("http://" + shop.setting("TESTBED_REGISTRY"), "registry")));
    }

    @After
    public void remove() {
        shop.remove();
    }

    @Test
    public void pushesExactlyWhatWasTested() throws Exception {
        WorkflowRun run = build(Result.SUCCESS, """
                node {
                  CHECKOUT
                  def built = publishImages(push: false, images: IMAGES)
                  echo "built <${built[0].reference}> pushed ${built[0].pushed} digest <${built[0].digest}> ${built[0].revision}"
                  withCompose(images: built) {
                    sh 'docker compose exec -T web cat /www/VERSION | sed s/^/tested-/'
                    sh 'echo left >web/left-by-a-test'
                  }
                  def pushed = publishImages(images: IMAGES, tags: ['branch'])
                  echo "pushed ${pushed[0].pushed} reused ${pushed[0].reused} ${pushed[0].tag} ${pushed[0].tags} ${pushed[0].size > 0}"
                  sh "docker image inspect --format '{{.Id}}' ${pushed[0].reference} | sed s/^/pushed-id-/"
                  deployRelease(planRelease(target: 'production').id)
                }
                """);
        String log = run.getLog();
        String id = log.replaceAll("(?s).*built <(sha256:[0-9a-f]{64})> pushed false digest <>.*", "$1");
        assertThat(log)
                .contains("tested-1", "pushed-id-" + id, "pushing what was built before, " + id)
                .contains("pushed true reused false " + shop.revision() + " [" + shop.revision() + ", main] true")
                .containsOnlyOnce(shop.name + "/web: building")
                .containsPattern(shop.name + "/web \\| .*COPY VERSION");
        assertThat(shop.served()).isEqualTo("1");
    }

    @Test
    public void buildsWithoutTheRegistrysCredential() throws Exception {
        WorkflowRun run = build(Result.FAILURE, """
                node {
                  CHECKOUT
                  def registry = [url: 'http://127.0.0.1:1', credentialsId: 'of-a-folder']
                  def built = publishImages(push: false, images: IMAGES, registry: registry, buildLog: 'failing')
                  echo "built <${built[0].reference.take(7)}> pushed ${built[0].pushed}"
                  publishImages(images: IMAGES, registry: registry)
                }
                """);
        assertThat(run.getLog())
                .contains("Built without a login, as nothing is pushed: ")
                .contains("built <sha256:> pushed false")
                .containsPattern("built without the registry, as nothing is pushed: .*127\\.0\\.0\\.1:1")
                .doesNotContain("pushing what was built before");
    }

    @Test
    public void pushesOnlyOnItsBranchesAndReleasesNothingElse() throws Exception {
        WorkflowRun run = build(Result.FAILURE, """
                node {
                  CHECKOUT
                  sh 'git checkout -q -b feature/x'
                  publishImages(push: false, images: IMAGES, buildLog: 'failing')
                  sh 'echo left >web/left-by-a-test'
                  def images = publishImages(images: IMAGES, branches: ['main', 'release/*'], buildLog: 'failing')
                  echo "pushed: ${images[0].pushed}"
                  planRelease(target: 'production')
                }
                """);
        jenkins.assertLogContains(
                "building only, nothing is pushed: 'feature/x' is not one of these branches (main, release/*)", run);
        jenkins.assertLogContains("pushed: false", run);
        assertThat(run.getLog()).containsOnlyOnce(shop.name + "/web: building").contains("built before, not pushed");
        jenkins.assertLogContains("has built the images of application '" + shop.name + "' and pushed none", run);
        jenkins.assertLogNotContains("COPY VERSION", run);
        assertThat(run.getArtifacts()).isEmpty();
    }

    @Test
    public void buildsTheNextCommitOfTheSameBuildAfterWhatWasBuiltIsPushed() throws Exception {
        WorkflowRun run = build(Result.SUCCESS, """
                node {
                  CHECKOUT
                  publishImages(push: false, images: IMAGES)
                  def first = publishImages(images: IMAGES, buildLog: 'failing')
                  sh 'git -c user.name=Ada -c user.email=ada@example.com commit -q --allow-empty -m bump'
                  def next = publishImages(images: IMAGES, buildLog: 'failing')
                  echo "next ${next[0].revision != first[0].revision} reused ${next[0].reused}"
                  publishImages(push: false, images: IMAGES, buildLog: 'failing')
                  publishImages(images: IMAGES, rebuild: true, buildLog: 'failing')
                }
                """);
        jenkins.assertLogContains("next true reused false", run);
        assertThat(run.getLog().split(shop.name + "/web: building", -1)).hasSize(4);
        assertThat(run.getLog()).containsOnlyOnce("pushing what was built before");
    }

    @Test
    public void movesHeldTagsAfterTheGate() throws Exception {
        WorkflowRun run = build(Result.SUCCESS, """
                node {
                  CHECKOUT
                  def held = publishImages(images: IMAGES, tags: ['branch', 'latest'], moveTags: false)
                  echo "held ${held[0].tags}"
                  sh 'echo found nothing >web/scan.sarif'
                  def moved = publishImages(images: IMAGES, tags: ['branch', 'latest'])
                  echo "identity ${moved[0].identity} moving ${moved[0].moving}"
                  echo "moved ${moved[0].tags} reused ${moved[0].reused} same ${moved[0].digest == held[0].digest}"
                }
                """);
        jenkins.assertLogContains("held [" + shop.revision() + "]", run);
        jenkins.assertLogContains("identity " + shop.revision() + " moving [main, latest]", run);
        jenkins.assertLogContains("moved [" + shop.revision() + ", main, latest] reused true same true", run);
    }

    @Test
    public void anotherJobReleasesTheArchivedFileAndFingerprintsFindBoth() throws Exception {
        WorkflowRun published = build(Result.SUCCESS, "node { CHECKOUT\n PUBLISH }");
        assertThat(published.getArtifacts())
                .extracting(WorkflowRun.Artifact::getFileName)
                .containsExactly("release-images.json");
        File artifact = new File(published.getArtifactsDir(), "release-images.json");
        WorkflowJob other = jenkins.jenkins.createProject(WorkflowJob.class, shop.name + "-deploy");
        other.setDefinition(new CpsFlowDefinition(
                shop.filled("""
                node {
                  CHECKOUT
                  sh 'cp "ARTIFACT" released.json'
                  def plan = planRelease(target: 'production', application: 'NAME', imagesFile: 'released.json')
                  echo "of ${plan.revision}"
                  deployRelease(plan.id)
                }
                """.replace("ARTIFACT", artifact.getPath()).replace("NAME", shop.name)), true));

        WorkflowRun deployed = jenkins.buildAndAssertSuccess(other);

        jenkins.assertLogContains("of " + shop.revision(), deployed);
        assertThat(shop.served()).isEqualTo("1");
        FingerprintAction records = published.getAction(FingerprintAction.class);
        assertThat(records.getRecords()).containsKey("release-images.json");
        String image = records.getRecords().keySet().stream()
                .filter(name -> name.startsWith(shop.name + "/web@sha256:"))
                .findFirst()
                .orElseThrow();
        Fingerprint digest = records.getFingerprints().get(image);
        assertThat(image).contains(digest.getHashString());
        assertThat(digest.getOriginal().getRun()).isEqualTo(published);
        assertThat(digest.getJobs()).containsExactlyInAnyOrder(shop.name, other.getName());
    }

    @Test
    public void publishesWhatTheComposeFilesBuildWithoutAList() throws Exception {
        shop.write("compose.yaml", """
                services:
                  web: {build: ./web, image: REGISTRY_HOST/NAME/site, init: true}
                """.replace("REGISTRY_HOST", shop.setting("TESTBED_REGISTRY"))
                .replace("NAME", shop.name));
        shop.commit("compose files that build");
        WorkflowRun run = build(Result.SUCCESS, """
                node {
                  CHECKOUT
                  def all = publishImages()
                  echo "all ${all*.name} ${all[0].services}"
                  echo "one ${publishImages(services: ['web'])*.name}"
                }
                """);
        jenkins.assertLogContains("all [" + shop.name + "/site] [web]", run);
        jenkins.assertLogContains("one [" + shop.name + "/site]", run);
    }

    @Test
    public void buildsWithTheSecretOfACredentialAndHidesIt() throws Exception {
        String token = "npm-geheim-" + shop.name;
        ReleaseBed.add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "npm", "", Secret.fromString(token)));
        shop.write(
                "web/Dockerfile",
                "FROM " + shop.setting("TESTBED_BASE_IMAGE") + "\nRUN --mount=type=secret,id=npm_token,required=true"
                        + " echo " + shop.name
                        + " && cat /run/secrets/npm_token && sha256sum < /run/secrets/npm_token > /sum\nCOPY VERSION /\n");
        shop.commit("with a build secret");
        WorkflowRun run = build(Result.SUCCESS, """
                node {
                  CHECKOUT
                  def images = publishImages(images: [image(name: 'NAME/web', context: 'web', \
                      secrets: [secret(credentialsId: 'npm', file: 'npm_token')])])
                  sh "docker run --rm --pull never ${images[0].reference} cat /sum"
                  sh "docker history --no-trunc ${images[0].reference}"
                }
                """.replace("NAME", shop.name));
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        jenkins.assertLogContains(HexFormat.of().formatHex(sum), run);
        jenkins.assertLogContains("credential 'npm' for secret file npm_token", run);
        jenkins.assertLogContains("****", run);
        jenkins.assertLogNotContains(token, run);
        assertThat(LeakSearch.find(jenkins.jenkins.getRootDir(), token)).isEmpty();
    }

    private WorkflowRun build(Result expected, String script) throws Exception {
        String images =
                "[image(name: '" + shop.name + "/web', context: 'web', variable: 'WEB_IMAGE', services: ['web'])]";
        return jenkins.assertBuildStatus(
                expected,
                shop.job(script.replace("IMAGES", images)).scheduleBuild2(0).get());
    }
}
