package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import com.fasterxml.jackson.databind.JsonNode;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.config.CommandMigration;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.FlywayMigration;
import io.jenkins.plugins.composerelease.config.HttpCheck;
import io.jenkins.plugins.composerelease.config.ImageEntry;
import io.jenkins.plugins.composerelease.config.MigrationEntry;
import io.jenkins.plugins.composerelease.config.PgDumpBackup;
import io.jenkins.plugins.composerelease.config.PublishedImageEntry;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import java.util.List;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** The release steps' forms give back what they show, and the Snippet Generator writes what the form has. */
public class ReleaseStepFormsTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Test
    public void publishImagesWithItsDefaults() throws Exception {
        PublishImagesStep step = new PublishImagesStep(List.of(image()));
        assertRoundTrip(step, "publishImages([image(context: 'web', name: 'shop/web', services: ['web'])])");
    }

    @Test
    public void publishImagesWithEverything() throws Exception {
        // The form keeps a credential that there is.
        ReleaseBed.add(new UsernamePasswordCredentialsImpl(
                CredentialsScope.GLOBAL, "registry", "", "release", "an example's password"));
        PublishImagesStep step = new PublishImagesStep(List.of(image()));
        step.setRegistry(new DockerRegistryEndpoint("registry.example.com", "registry"));
        step.setApplication("shop");
        step.setTags(List.of("sha", "branch"));
        step.setVersionFile("VERSION");
        step.setVersionPattern("v(.*)");
        step.setDefaultBranch("trunk");
        step.setParallel(4);
        step.setTimeout("30m");
        step.setRebuild(true);
        step.setAllowModified(true);
        step.setPush(false);
        step.setBranches(List.of("main", "release/*"));
        step.setMoveTags(false);
        step.setShaPrefix("sha-");
        step.setVersionPrefix("v");
        step.setCache("inline");
        step.setBuildLog("failing");
        step.setHarmlessFiles(List.of("test/.env"));
        step.setArchive(false);
        assertRoundTrip(step, """
                publishImages allowModified: true, application: 'shop', archive: false, branches: ['main', 'release/*'], \
                buildLog: 'failing', cache: 'inline', defaultBranch: 'trunk', harmlessFiles: ['test/.env'], \
                images: [image(context: 'web', name: 'shop/web', services: ['web'])], moveTags: false, parallel: 4, \
                push: false, rebuild: true, registry: [credentialsId: 'registry', url: 'registry.example.com'], \
                shaPrefix: 'sha-', tags: ['sha', 'branch'], timeout: '30m', versionFile: 'VERSION', \
                versionPattern: 'v(.*)', versionPrefix: 'v'""");
    }

    @Test
    public void publishImagesOfTheComposeFiles() throws Exception {
        PublishImagesStep step = new PublishImagesStep(null);
        step.setServices(List.of("web", "worker"));
        step.setFiles(List.of("compose.yaml"));
        assertRoundTrip(step, "publishImages files: ['compose.yaml'], services: ['web', 'worker']");
        assertThat(StepForm.snippet(new PublishImagesStep(null))).isEqualTo("publishImages()");
    }

    @Test
    public void planReleaseOfAFile() throws Exception {
        PlanReleaseStep step = new PlanReleaseStep();
        step.setTarget("production");
        step.setImagesFile("release-images.json");
        assertRoundTrip(step, "planRelease imagesFile: 'release-images.json', target: 'production'");
    }

    @Test
    public void publishImagesWithEverySettingOfAnImage() throws Exception {
        ReleaseBed.add(
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "npm", "", Secret.fromString("an example's token")));
        ImageEntry web = image();
        web.setDockerfile("web.Dockerfile");
        web.setTarget("production");
        web.setBuildArgs(List.of("A=1"));
        web.setLabels(List.of("team=x"));
        web.setPlatforms(List.of("linux/amd64", "linux/arm64"));
        SecretEntry token = new SecretEntry("npm");
        token.setFile("npm_token");
        web.setSecrets(List.of(token));
        web.setCacheKey("web");
        web.setVariable("WEB_IMAGE");
        web.setTags(List.of("semver"));
        web.setVersionFile("web/package.json");
        web.setVersionPattern("v(.*)");
        ImageEntry api = new ImageEntry(null);
        api.setService("api");
        api.setVersion("1.2.3");
        assertRoundTrip(new PublishImagesStep(List.of(web, api)), """
                publishImages([image(buildArgs: ['A=1'], cacheKey: 'web', context: 'web', dockerfile: 'web.Dockerfile', \
                labels: ['team=x'], name: 'shop/web', platforms: ['linux/amd64', 'linux/arm64'], \
                secrets: [secret(credentialsId: 'npm', file: 'npm_token')], services: ['web'], tags: ['semver'], \
                target: 'production', variable: 'WEB_IMAGE', versionFile: 'web/package.json', versionPattern: 'v(.*)'), \
                image(service: 'api', version: '1.2.3')])""");
    }

    @Test
    public void planReleaseToATargetByName() throws Exception {
        PlanReleaseStep step = new PlanReleaseStep();
        step.setTarget("production");
        assertRoundTrip(step, "planRelease target: 'production'");
    }

    @Test
    public void planReleaseToATargetOfItsOwn() throws Exception {
        PlanReleaseStep step = new PlanReleaseStep();
        ComposeHost host = new ComposeHost("web1.example.com", "deploy", "/srv/shop");
        host.setFiles(List.of("compose.yaml"));
        step.setHost(host);
        step.setApplication("shop");
        step.setTimeout("5m");
        PublishedImageEntry image =
                new PublishedImageEntry("shop/web", "r.example.com/shop/web@sha256:" + "a".repeat(64));
        image.setTags(List.of("sha-" + "b".repeat(40), "2024.10.05"));
        image.setIdentity("sha-" + "b".repeat(40));
        image.setMoving(List.of("2024.10.05"));
        step.setImages(List.of(image));
        PlanReleaseStep back = assertRoundTrip(step, null);
        assertThat(back.getHost().getFiles()).containsExactly("compose.yaml");
        JsonNode request = back.getImages().get(0).request(RequestSecrets.unresolved());
        assertThat(request.path("identity").asText()).isEqualTo("sha-" + "b".repeat(40));
        assertThat(request.path("moving").toString()).isEqualTo("[\"2024.10.05\"]");
        assertThat(back.getImages())
                .extracting(PublishedImageEntry::getDigest)
                .containsExactly("sha256:" + "a".repeat(64));
    }

    @Test
    public void planReleaseToATargetWithEverythingInIt() throws Exception {
        ReleaseBed.add(new StringCredentialsImpl(
                CredentialsScope.GLOBAL, "db-password", "", Secret.fromString("an example's password")));
        ComposeHost host = new ComposeHost("web1.example.com", "deploy", "/srv/shop");
        SecretEntry secret = new SecretEntry("db-password");
        secret.setFile("db_password");
        host.setSecrets(List.of(secret));
        HttpCheck check = new HttpCheck("http://localhost/health");
        check.setStatus(204);
        host.setVerification(List.of(check));
        host.setBackup(new PgDumpBackup("db", "shop", "shop"));
        CommandMigration command = new CommandMigration("web", List.of("flask", "db", "upgrade"));
        command.setTimeout("20m");
        for (MigrationEntry migration :
                List.of(new FlywayMigration(List.of("sql"), "jdbc:postgresql://db:5432/shop"), command)) {
            host.setMigration(migration);
            PlanReleaseStep step = new PlanReleaseStep();
            step.setHost(host);
            PlanReleaseStep back = assertRoundTrip(step, null);
            assertThat(StepForm.snippet(back))
                    .contains("composeHost(", "secret(", "[http(", "backup: pgDump(")
                    .contains("migration: " + (migration == command ? "command(" : "flyway("));
        }
    }

    @Test
    public void approveRelease() throws Exception {
        ApproveReleaseStep step = new ApproveReleaseStep("0123456789ab");
        step.setSubmitter("alice,bob");
        step.setMessage("Go?");
        step.setOk("Yes");
        assertRoundTrip(step, "approveRelease message: 'Go?', ok: 'Yes', plan: '0123456789ab', submitter: 'alice,bob'");
        assertRoundTrip(new ApproveReleaseStep("0123456789ab"), "approveRelease '0123456789ab'");
    }

    @Test
    public void deployRelease() throws Exception {
        DeployReleaseStep step = new DeployReleaseStep("0123456789ab");
        step.setLockWait("10m");
        assertRoundTrip(step, "deployRelease lockWait: '10m', plan: '0123456789ab'");
    }

    @Test
    public void rollbackRelease() throws Exception {
        RollbackReleaseStep step = new RollbackReleaseStep();
        step.setTarget("production");
        step.setApplication("shop");
        step.setTo("0123abc");
        step.setForce(true);
        step.setLockWait("1m");
        assertRoundTrip(
                step,
                "rollbackRelease application: 'shop', force: true, lockWait: '1m', target: 'production', to: '0123abc'");
    }

    private static ImageEntry image() {
        ImageEntry image = new ImageEntry("shop/web");
        image.setContext("web");
        image.setServices(List.of("web"));
        return image;
    }

    private static <S extends Step> S assertRoundTrip(S step, String snippet) throws Exception {
        String before = StepForm.snippet(step);
        if (snippet != null) {
            assertThat(before).isEqualTo(snippet);
        }
        S back = StepForm.submit(jenkins, step);
        assertThat(StepForm.snippet(back)).isEqualTo(before);
        return back;
    }
}
