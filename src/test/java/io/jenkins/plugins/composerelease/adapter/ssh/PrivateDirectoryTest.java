package io.jenkins.plugins.composerelease.adapter.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PrivateDirectoryTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void keyIsForThisUserAloneAndGoesWithTheConnection() throws IOException {
        Path key;
        try (PrivateDirectory directory = create()) {
            key = directory.write("identity", "the key");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())))
                    .isEqualTo("rwx------");
        }
        assertThat(key.getParent()).doesNotExist();
    }

    @Test
    public void removesTheKeyOfAProcessThatWasKilled() throws IOException {
        Path left = folder.newFolder("compose-release-ssh-1234").toPath();
        Files.writeString(left.resolve("identity"), "the key");
        Path lock = Files.createFile(left.resolve(".in-use"));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));

        try (PrivateDirectory first = create();
                PrivateDirectory second = create()) {
            assertThat(left).doesNotExist();
            assertThat(first.path("").getParent()).isEqualTo(second.path("").getParent());
        }
    }

    @Test
    public void takesTheFirstPlaceThatASocketCanBeIn() {
        String here = folder.getRoot().toString();
        try (PrivateDirectory directory =
                PrivateDirectory.create(Stream.of(null, "/no/such", "/tmp/with a blank", "/" + "x".repeat(60), here))) {
            assertThat(directory.path("mux")).startsWithRaw(folder.getRoot().toPath());
        }
        assertThatThrownBy(() -> PrivateDirectory.create(Stream.of("/no/such")))
                .hasMessageContaining("There is no place for the SSH connection's private directory");
    }

    private PrivateDirectory create() {
        return PrivateDirectory.create(Stream.of(folder.getRoot().toString()));
    }
}
