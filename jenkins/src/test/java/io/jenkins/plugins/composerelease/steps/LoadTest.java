package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class LoadTest {
    @Rule
    public JenkinsRule jenkins = new JenkinsRule();

    @Test
    public void servesTheCommandLine() throws Exception {
        assertThat(jenkins.createWebClient()
                        .goTo("compose-release/compose-release-cli.jar", "application/java-archive")
                        .getWebResponse()
                        .getStatusCode())
                .isEqualTo(200);
    }
}
