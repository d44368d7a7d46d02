package io.jenkins.plugins.composerelease.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

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

public class LockedDirectoryTest {
    private static final String PREFIX = "compose-release-login-";

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
        LockedDirectory made = LockedDirectory.create(parent, PREFIX);
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

        LockedDirectory.create(parent, PREFIX).close();

        assertThat(left).doesNotExist();
    }

    @Test
    public void removesWhatWasLeftBeforeItWasLocked() throws IOException {
        Path empty = Files.createDirectory(parent.resolve("compose-release-login-1234"));
        Path young = Files.createDirectory(parent.resolve("compose-release-login-2345"));
        Path other = left("compose-release-login-5678");
        Path link = Files.createSymbolicLink(
                parent.resolve("compose-release-login-6789"), Files.createDirectory(parent.resolve("outside")));
        age(empty);
        age(other);
        age(parent.resolve("outside"));

        LockedDirectory.create(parent, PREFIX).close();

        assertThat(empty).doesNotExist();
        assertThat(young).exists();
        assertThat(other).exists();
        assertThat(link).exists();
    }

    @Test
    public void removesWhatWasLeftBeforeTheClockWasSetBack() throws IOException {
        Path left = left("compose-release-login-1234");
        Path lock = Files.createFile(left.resolve(".in-use"));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().plus(Duration.ofHours(2))));

        LockedDirectory.create(parent, PREFIX).close();

        assertThat(left).doesNotExist();
    }

    /** In what somebody else made and can change meanwhile, a link could lead anywhere. */
    @Test
    public void leavesWhatIsAnotherUsersOrALink() throws IOException {
        Path outside = Files.createDirectory(parent.resolve("outside"));
        age(Files.createFile(outside.resolve(".in-use")));
        Files.createSymbolicLink(parent.resolve("compose-release-login-1234"), outside);
        Path other = left("compose-release-login-5678");
        age(Files.createFile(other.resolve(".in-use")));
        assumeTrue(
                "only root can give files away", Files.getOwner(other).getName().equals("root"));
        Files.setOwner(
                other, other.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

        LockedDirectory.create(parent, PREFIX).close();

        assertThat(other.resolve("config.json")).exists();
        assertThat(outside.resolve(".in-use")).exists();
    }

    @Test
    public void leavesWhatAnotherProcessIsAboutToLock() throws IOException {
        Path young = left("compose-release-login-1234");
        Path lock = Files.createFile(young.resolve(".in-use"));

        LockedDirectory.create(parent, PREFIX).close();
        assertThat(young).exists();

        age(lock);
        LockedDirectory.create(parent, PREFIX).close();
        assertThat(young).doesNotExist();
    }

    @Test
    public void leavesWhatIsInUse() throws IOException {
        Path target = left("compose-release-login.AbCdEfGh"); // of a pull on a target, which has no lock
        Path fresh = left("compose-release-login-5678"); // not yet locked
        try (LockedDirectory first = LockedDirectory.create(parent, PREFIX)) {
            LockedDirectory.create(parent, PREFIX).close();
            LockedDirectory.create(parent, PREFIX).close();

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
