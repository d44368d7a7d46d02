package io.jenkins.plugins.composerelease.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KeptSettingsTest {
    private static final String PASSWORD = "it's $5 \"C:\\n #! ä\"";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void onlyTheUserReadsWhatWasWritten() throws Exception {
        Path file = folder.getRoot().toPath().resolve(KeptSettings.FILE);
        Files.writeString(file, "left by an earlier demo, for everybody to read");

        KeptSettings.write(file, Map.of("DEMO_DB_PASSWORD", PASSWORD));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Properties read = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            read.load(in);
        }
        assertThat(read).containsExactly(Map.entry("DEMO_DB_PASSWORD", PASSWORD));
    }
}
