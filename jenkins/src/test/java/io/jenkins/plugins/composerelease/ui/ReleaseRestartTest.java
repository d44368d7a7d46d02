package io.jenkins.plugins.composerelease.ui;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsSessionRule;

public class ReleaseRestartTest {
    @Rule
    public JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Test
    public void goesOnAfterARestartOfTheController() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("shop");
            ReleaseAction action = ReleaseAction.of(jenkins.buildAndAssertSuccess(job));
            action.plan(Samples.PLAN, "production", Samples.planResult(Samples.plan("web")));
            action.approved(Samples.PLAN, "bob");
            action.issue("https://example.com/issues/3", "It fails");
            String entry = action.begin("Deploy to production", "production");
            action.event(entry, Samples.service("web", "starting", "", 0));
            action.event(entry, Samples.phase("migrate", "started", "one migration", 1));
        });
        sessions.then(jenkins -> {
            FreeStyleBuild build = jenkins.jenkins
                    .getItemByFullName("shop", FreeStyleProject.class)
                    .getLastBuild();
            ReleaseAction action = ReleaseAction.of(build);
            assertThat(action.live("1").events()).hasSize(2);
            action.event("1", Samples.phase("migrate", "ok", "version 7", 2));
            action.end("1", Samples.result("r1", "SUCCEEDED", 0).toString());
        });
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.jenkins.getItemByFullName("shop", FreeStyleProject.class);
            String url = job.getLastBuild().getUrl();

            String text =
                    jenkins.createWebClient().goTo(url + "release/").getBody().asNormalizedText();

            assertThat(text)
                    .contains("Deploy to production")
                    .contains("Succeeded")
                    .contains("version 7");
            assertThat(text).contains("Approved by").contains("bob").contains("It fails");
            assertThat(jenkins.createWebClient()
                            .goTo("job/shop/releases/")
                            .getBody()
                            .asNormalizedText())
                    .contains("r1")
                    .contains("approved by bob");
            Path directory = job.getLastBuild().getRootDir().toPath();
            assertThat(Files.size(directory.resolve("build.xml"))).isLessThan(8_000);
            job.getLastBuild().delete();
            assertThat(directory).doesNotExist();
        });
    }
}
