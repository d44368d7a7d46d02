package io.jenkins.plugins.composerelease.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The plugin's request and the engine's reader agree: the file is what the plugin's own test expects of a full target. */
public class PluginRequestTest {
    private static final Path TARGET =
            Path.of("jenkins/src/test/resources/io/jenkins/plugins/composerelease/config/target.json");

    @Rule
    public TemporaryFolder workspace = new TemporaryFolder();

    @Test
    public void everyKeyThatThePluginWritesIsUnderstood() throws Exception {
        String request = "{\"application\":\"shop\",\"targets\":{\"production\":" + Files.readString(TARGET) + "}}";
        ReleaseFile file =
                ReleaseFile.parse("request", request, true, workspace.getRoot().toPath());
        assertThat(file.targets()).containsExactly("production");
    }
}
