package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files as they get to a host, with the host's own programs. */
public class ReleaseFilesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void unpacksWhatWasPackedWithItsModes() throws IOException {
        String deep = "files/" + "d".repeat(60) + "/" + "ö".repeat(60) + ".conf";
        TarArchive archive = new TarArchive();
        archive.add("files/run.sh", "755", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        archive.add(deep, "644", new byte[1536]);
        archive.add("files/-odd name", "644", new byte[0]);
        archive.add("override.json", "600", "{}".getBytes(StandardCharsets.UTF_8));
        Path to = path("releases/1");

        run(HostFiles.unpack(to.toString(), Secret.of(archive.bytes())));

        assertThat(to.resolve("files/run.sh")).hasContent("#!/bin/sh\n");
        assertThat(mode(to.resolve("files/run.sh"))).isEqualTo("rwxr-xr-x");
        assertThat(Files.size(to.resolve(deep))).isEqualTo(1536);
        assertThat(mode(to.resolve(deep))).isEqualTo("rw-r--r--");
        assertThat(to.resolve("files/-odd name")).isEmptyFile();
        assertThat(mode(to.resolve("override.json"))).isEqualTo("rw-------");
        assertThat(mode(to)).as("nobody else looks in").isEqualTo("rwx------");
    }

    @Test
    public void installsOnlyWhatChanged() throws IOException {
        write("from/same", "same");
        write("from/changed", "after");
        write("from/executable", "same");
        Files.setPosixFilePermissions(path("from/executable"), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("same", "changed", "executable")) {
            write("to/" + name, name.equals("changed") ? "before" : "same");
            Files.setLastModifiedTime(path("to/" + name), FileTime.from(Instant.EPOCH));
        }
        Object file = Files.readAttributes(path("to/same"), "unix:ino").get("ino");

        run(HostFiles.install(
                path("from").toString(), path("to").toString(), List.of("same", "changed", "executable")));

        assertThat(Files.getLastModifiedTime(path("to/same")).toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(Files.readAttributes(path("to/same"), "unix:ino")).isEqualTo(Map.of("ino", file));
        assertThat(path("to/changed")).hasContent("after");
        assertThat(mode(path("to/executable"))).isEqualTo("rwxr-xr-x");
    }

    @Test
    public void keepsRoomThatIsThere() throws IOException {
        Path reserve = path("home/reserve");

        run(HostFiles.reserve(reserve.toString()));

        assertThat(Files.size(reserve)).isEqualTo(4 * 1024 * 1024);
        Object blocks = new LocalRunner(Map.of())
                .require(Command.of("count blocks", "stat", "-c", "%b", reserve.toString()), soon())
                .output()
                .strip();
        assertThat(Integer.parseInt(blocks.toString())).as("512-byte blocks").isGreaterThanOrEqualTo(8192);
        assertThat(path("home").toFile().list()).containsExactly("reserve");
    }

    @Test
    public void refusesADirectoryInTheWayOfAFile() throws IOException {
        write("from/a", "x");
        Files.createDirectories(path("to/a"));
        assertThatThrownBy(() -> run(
                        HostFiles.install(path("from").toString(), path("to").toString(), List.of("a"))))
                .hasMessageContaining("is a directory, expected a file");
    }

    private void run(Command command) {
        new LocalRunner(Map.of("PATH", System.getenv("PATH"))).require(command, soon());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private Path path(String relative) {
        return folder.getRoot().toPath().resolve(relative);
    }

    private void write(String relative, String content) throws IOException {
        Files.createDirectories(path(relative).getParent());
        Files.writeString(path(relative), content);
    }
}
