package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.config.PublishedImageEntry;
import io.jenkins.plugins.composerelease.config.SampleTargets;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Forms and snippets of the steps that start services and ask endpoints. */
public class StackFormsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Test
    public void keepsEveryParameterOfTheForm() throws Exception {
        WithComposeStep step = new WithComposeStep();
        step.setFiles(List.of("compose.yaml", "compose.test.yaml"));
        step.setServices(List.of("web"));
        step.setProfiles(List.of("test"));
        step.setEnvFiles(List.of("test.env"));
        step.setVariables(List.of("A=b c", "D="));
        SecretEntry secret = new SecretEntry("db");
        secret.setFile("db_password");
        step.setSecrets(List.of(secret));
        step.setProject("shop");
        step.setTimeout("2m");
        step.setBuild(false);
        step.setWait(SampleTargets.waits());
        step.setLogs("all");
        step.setFreePorts(true);
        PublishedImageEntry image = new PublishedImageEntry("shop/web", "sha256:" + "a".repeat(64));
        image.setPushed(false);
        image.setServices(List.of("web"));
        step.setImages(List.of(image));
        Step read = StepForm.submit(JENKINS, step);
        JENKINS.assertEqualDataBoundBeans(step, read);
        assertThat(StepForm.snippet(read)).isEqualTo(StepForm.snippet(step));
        VerifyEndpointStep verify = new VerifyEndpointStep("https://shop.example.com/");
        verify.setStatus(301);
        verify.setBody("o.k");
        verify.setHeaders(List.of("Accept=text/plain"));
        verify.setFrom("agent");
        verify.setRetries(3);
        verify.setInterval("1s");
        JENKINS.assertEqualDataBoundBeans(verify, StepForm.submit(JENKINS, verify));
        ComposeDownStep down = new ComposeDownStep();
        down.setProject("shop");
        down.setKeepVolumes(true);
        JENKINS.assertEqualDataBoundBeans(down, StepForm.submit(JENKINS, down));
    }

    @Test
    public void aStepThatWasKeptBeforeItHadLogsShowsThoseThatFail() {
        ComposeUpStep step = (ComposeUpStep) Jenkins.XSTREAM2.fromXML("<" + ComposeUpStep.class.getName() + "/>");
        assertThat(step.getLogs()).isEqualTo("failing");
        assertThat(step.isFreePorts()).isFalse();
        assertThat(step.getWait()).isNull();
    }

    @Test
    public void leavesDefaultsOutOfSnippets() throws Exception {
        assertSnippet(new ComposeUpStep(), "composeUp()");
        assertSnippet(new ComposeDownStep(), "composeDown()");
        assertSnippet(new WithComposeStep(), "withCompose {\n    // some block\n}");
        assertSnippet(new VerifyEndpointStep("http://x/"), "verifyEndpoint 'http://x/'");
        WithComposeStep waiting = new WithComposeStep();
        waiting.setWait(SampleTargets.waits());
        assertSnippet(waiting, """
                withCompose(wait: [healthy(service: 'db'),\
                 anyOf(conditions: [healthy(), allOf([log('done'), exec(['python', '-c', 'import  app'])])],\
                 service: 'queue'),\
                 http(body: 'ok|fine', status: 204, url: 'http://web:8000/health'),\
                 tcp(port: 8000, service: 'web'),\
                 running(service: 'worker', stableFor: '30s'),\
                 exited(code: 3, service: 'migrations')]) {
                    // some block
                }""");
        ComposeUpStep up = new ComposeUpStep();
        up.setFiles(List.of("a.yaml"));
        up.setBuild(false);
        assertSnippet(up, "composeUp build: false, files: ['a.yaml']");
    }

    private static void assertSnippet(Step step, String snippet) throws Exception {
        assertThat(StepForm.snippet(step)).isEqualTo(snippet);
        assertThat(StepForm.snippet(StepForm.submit(JENKINS, step))).isEqualTo(snippet);
    }
}
