package io.jenkins.plugins.composerelease.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.PluginWrapper;
import hudson.model.UnprotectedRootAction;
import io.jenkins.plugins.composerelease.ui.CommandLineDownload;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** Installs the root build's {@code .hpi} in a Jenkins of its own, beside the plugins that it asks for. */
public class HpiInstallsTest {
    @Rule
    public final RealJenkinsRule jenkins =
            new RealJenkinsRule().omitPlugins("compose-release").withTimeout(900);

    @Before
    public void install() throws Exception {
        Path plugins = jenkins.getHome().toPath().resolve("plugins");
        Files.copy(RootBuild.hpi(), plugins.resolve("compose-release.jpi"));
    }

    @Test
    public void loadsWithAllItsExtensions() throws Throwable {
        jenkins.then(HpiInstallsTest::isActive);
    }

    private static void isActive(JenkinsRule rule) {
        PluginWrapper plugin = rule.jenkins.getPluginManager().getPlugin("compose-release");
        assertThat(rule.jenkins.getPluginManager().getFailedPlugins()).isEmpty();
        assertThat(plugin.isActive()).isTrue();
        assertThat(plugin.getDependencyErrors()).isEmpty();
        assertThat(CommandLineDownload.class.getClassLoader()).isSameAs(plugin.classLoader);
        assertThat(Jenkins.get().getExtensionList(UnprotectedRootAction.class))
                .hasAtLeastOneElementOfType(CommandLineDownload.class);
    }
}
