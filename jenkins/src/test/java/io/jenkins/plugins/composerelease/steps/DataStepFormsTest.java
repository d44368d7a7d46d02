package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.PublishedImageEntry;
import java.util.List;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** The forms of promotion, checks, backups and restores give back what they show, and so does the Snippet Generator. */
public class DataStepFormsTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Test
    public void promoteImages() throws Exception {
        assertRoundTrip(new PromoteImagesStep("production"), "promoteImages 'production'");
        ReleaseBed.add(
                new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "registry", "", "user", "password"));
        PromoteImagesStep step = new PromoteImagesStep("registry.example.com/production");
        step.setRegistry(new DockerRegistryEndpoint("registry.example.com", "registry"));
        step.setApplication("shop");
        step.setAllTags(true);
        step.setTimeout("30m");
        String digest = "sha256:" + "a".repeat(64);
        step.setImages(List.of(new PublishedImageEntry("shop/web", "r.example.com/shop/web@" + digest)));
        PromoteImagesStep back = assertRoundTrip(step, null);
        assertThat(back.getRegistry().getCredentialsId()).isEqualTo("registry");
        assertThat(back.getImages()).extracting(PublishedImageEntry::getDigest).containsExactly(digest);
        assertThat(StepForm.snippet(back)).contains("allTags: true", "timeout: '30m'", "application: 'shop'");
    }

    @Test
    public void releaseCheck() throws Exception {
        ReleaseCheckStep step = new ReleaseCheckStep("e2e");
        step.setTarget("staging");
        assertRoundTrip(step, "releaseCheck(name: 'e2e', target: 'staging') {\n    // some block\n}");
        step.setLimit("30m");
        step.setLockWait("10m");
        step.setApplication("shop");
        ReleaseCheckStep back = assertRoundTrip(step, null);
        assertThat(back.getLimit()).isEqualTo("30m");
        assertThat(back.getLockWait()).isEqualTo("10m");
    }

    @Test
    public void backupDatabase() throws Exception {
        BackupDatabaseStep step = new BackupDatabaseStep();
        step.setTarget("production");
        step.setLockWait("10m");
        assertRoundTrip(step, "backupDatabase lockWait: '10m', target: 'production'");
    }

    @Test
    public void restoreBackup() throws Exception {
        RestoreBackupStep step = new RestoreBackupStep("20260131-120000");
        step.setTarget("production");
        assertRoundTrip(step, "restoreBackup backup: '20260131-120000', target: 'production'");
        RestoreBackupStep own = new RestoreBackupStep("20260131-120000");
        own.setHost(new ComposeHost("web1.example.com", "deploy", "/srv/shop"));
        assertThat(assertRoundTrip(own, null).getHost().getDirectory()).isEqualTo("/srv/shop");
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
