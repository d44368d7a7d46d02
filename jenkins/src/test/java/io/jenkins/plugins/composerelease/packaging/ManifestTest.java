package io.jenkins.plugins.composerelease.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.Test;

/** The root build's manifest is written by hand in its POM; the one to compare with is maven-hpi-plugin's. */
public class ManifestTest {
    @Test
    public void asksJenkinsForTheSamePluginsAndVersions() throws IOException {
        assertThat(RootBuild.manifest().getMainAttributes().getValue("Plugin-Dependencies"))
                .as("Plugin-Dependencies in the POM of the directory above")
                .isEqualTo(ofThisBuild().getValue("Plugin-Dependencies"));
    }

    @Test
    public void describesTheSamePlugin() throws IOException {
        Attributes root = RootBuild.manifest().getMainAttributes();
        Attributes here = ofThisBuild();
        assertThat(List.of(
                        "Group-Id",
                        "Artifact-Id",
                        "Short-Name",
                        "Long-Name",
                        "Jenkins-Version",
                        "Hudson-Version",
                        "Plugin-License-Name",
                        "Plugin-License-Url"))
                .allSatisfy(name -> assertThat(root.getValue(name)).as(name).isEqualTo(here.getValue(name)));
        assertThat(here.getValue("Plugin-Version")).startsWith(root.getValue("Plugin-Version"));
    }

    private static Attributes ofThisBuild() throws IOException {
        try (InputStream in = ManifestTest.class.getResourceAsStream("/the.hpl")) {
            return new Manifest(in).getMainAttributes();
        }
    }
}
