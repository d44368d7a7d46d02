package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LoginDirectoryTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path parent;

    @Before
    public void find() {
        parent = folder.getRoot().toPath();
    }

    @Test
    public void isPrivateAndGoesWithAllThatIsInIt() throws IOException {
        Path outside = Files.createDirectory(parent.resolve("outside"));
        Path kept = Files.writeString(outside.resolve("kept"), "x");
        LoginDirectory made = LoginDirectory.create(parent);
        Files.writeString(made.path().resolve("config.json"), "login");
        Files.createSymbolicLink(made.path().resolve("contexts"), outside);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.path())))
                .isEqualTo("rwx------");
        made.close();
        assertThat(made.path()).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    public void removesWhatAKilledProcessLeft() throws IOException {
        Path left = left("compose-release-login-1234");
        age(Files.createFile(left.resolve(".in-use")));

        LoginDirectory.create(parent).close();

        assertThat(left).doesNotExist();
    }

    @Test
    public void leavesWhatAnotherProcessIsAboutToLock() throws IOException {
        Path young = left("compose-release-login-1234");
        Path lock = Files.createFile(young.resolve(".in-use"));

        LoginDirectory.create(parent).close();
        assertThat(young).exists();

        age(lock);
        LoginDirectory.create(parent).close();
        assertThat(young).doesNotExist();
    }

    @Test
    public void leavesWhatIsInUse() throws IOException {
        Path target = left("compose-release-login.AbCdEfGh"); // of a pull on a target, which has no lock
        Path fresh = left("compose-release-login-5678"); // not yet locked
        try (LoginDirectory first = LoginDirectory.create(parent)) {
            LoginDirectory.create(parent).close();
            LoginDirectory.create(parent).close();

            assertThat(first.path()).exists();
        }
        assertThat(target).exists();
        assertThat(fresh).exists();
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
    }

    private Path left(String name) throws IOException {
        Path directory = Files.createDirectory(parent.resolve(name));
        Files.writeString(directory.resolve("config.json"), "login");
        return directory;
    }
}
