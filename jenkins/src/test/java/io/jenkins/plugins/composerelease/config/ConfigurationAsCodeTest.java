package io.jenkins.plugins.composerelease.config;

import static io.jenkins.plugins.casc.misc.Util.getUnclassifiedRoot;
import static io.jenkins.plugins.casc.misc.Util.toStringFromYamlFile;
import static io.jenkins.plugins.casc.misc.Util.toYamlString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.XmlFile;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.model.Mapping;
import io.jenkins.plugins.casc.yaml.YamlSource;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.model.Jenkins;
import org.junit.Rule;
import org.junit.Test;

public class ConfigurationAsCodeTest {
    @Rule
    public JenkinsConfiguredWithCodeRule j = new JenkinsConfiguredWithCodeRule();

    @Test
    @ConfiguredWithCode("casc.yaml")
    public void everyKeyIsReadAndWrittenAsTheSameYaml() throws Exception {
        ComposeReleaseConfiguration configuration = ComposeReleaseConfiguration.get();
        assertThat(exported())
                .isEqualToIgnoringNewLines(String.join(
                        "\n",
                        toStringFromYamlFile(this, "casc.yaml")
                                .lines()
                                .skip(2)
                                .map(line -> line.substring(4))
                                .toList()));

        String imported = xml();
        configuration.setTargets(List.of(SampleTargets.production(), SampleTargets.staging()));
        configuration.setGitHub(SampleTargets.gitHub());
        assertThat(xml()).as("the same as by the API").isEqualTo(imported);
    }

    @Test
    @ConfiguredWithCode("casc.yaml")
    public void aTargetThatIsNotValidStopsTheImportWithItsReason() throws Exception {
        String bad = toStringFromYamlFile(this, "casc.yaml").replace("10.0.0.7", "10.0.0.7; reboot");
        assertThatThrownBy(() -> ConfigurationAsCode.get()
                        .configureWith(YamlSource.of(new ByteArrayInputStream(bad.getBytes(StandardCharsets.UTF_8)))))
                .hasStackTraceContaining("Target 'staging': host: host '10.0.0.7; reboot' is not valid.");
        assertThat(ComposeReleaseConfiguration.get().getTargets()).hasSize(2);
    }

    private static String exported() throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        Mapping root = getUnclassifiedRoot(context);
        return toYamlString(root.get("composeRelease"));
    }

    private static String xml() throws Exception {
        ComposeReleaseConfiguration.get().save();
        return new XmlFile(new File(Jenkins.get().getRootDir(), ComposeReleaseConfiguration.class.getName() + ".xml"))
                .asString();
    }
}
