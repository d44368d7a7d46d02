package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The scripts with the shell of this machine, and commands that stand for those in a container. */
public class DumpScriptsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final LocalRunner runner = new LocalRunner();
    private Path file;

    @Before
    public void name() {
        file = folder.getRoot().toPath().resolve("backups/1.sql.gz");
    }

    @Test
    public void keepsAllThatACommandPrints() throws IOException {
        assertThat(run(DumpScripts.store("dump", file.toString(), sh("printf 'a\\000b'")))
                        .exitCode())
                .isZero();
        assertThat(Files.readAllBytes(file)).containsExactly('a', 0, 'b');
        assertThat(run(DumpScripts.storeZipped("dump", file.toString(), sh("printf 'a\\000b'")))
                        .exitCode())
                .isZero();
        assertThat(unzipped()).containsExactly('a', 0, 'b');
    }

    @Test
    public void keepsNothingOfACommandThatFailsBehindAPipe() throws IOException {
        CommandResult result =
                run(DumpScripts.storeZipped("dump", file.toString(), sh("echo half; echo broken >&2; exit 5")));

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.errors()).contains("broken");
        assertThat(left()).isEmpty();
    }

    @Test
    public void keepsNothingWhereTheDiskTakesNoMore() throws IOException {
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file.resolveSibling(file.getFileName() + ".tmp"), Path.of("/dev/full"));

        CommandResult result = run(DumpScripts.storeZipped("dump", file.toString(), sh("seq 100000")));

        assertThat(result.exitCode()).isNotZero();
        assertThat(left()).isEmpty();
    }

    @Test
    public void anEarlierBackupStaysWhereALaterOneOfItsNameFails() throws IOException {
        run(DumpScripts.storeZipped("dump", file.toString(), sh("echo good")));
        run(DumpScripts.storeZipped("dump", file.toString(), sh("echo bad; exit 1")));

        assertThat(unzipped()).isEqualTo("good\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    public void aCommandGetsThePasswordFirstAndThenTheDump() throws IOException {
        zip("INSERT 1;\nINSERT 2;\n");
        Command reads = sh("IFS= read -r p; echo \"<$p>\"; cat");

        CommandResult result = run(DumpScripts.feedZippedAfterALine("restore", file.toString(), reads)
                .withStdin(Secret.of("pa ss\\'\"$x\n")));

        assertThat(result.output()).isEqualTo("<pa ss\\'\"$x>\nINSERT 1;\nINSERT 2;\n");
    }

    @Test
    public void aDumpThatIsCutOffIsGivenToNobody() throws IOException {
        zip("INSERT 1;\n".repeat(1000));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 10));

        CommandResult result = run(DumpScripts.feedZipped("restore", file.toString(), sh("echo touched")));

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output().strip()).isEqualTo(DumpScripts.KEPT);
    }

    private CommandResult run(Command command) {
        return runner.run(command, Deadline.in(Duration.ofSeconds(30)));
    }

    private static Command sh(String script) {
        return Command.of("print", "sh", "-c", script);
    }

    private void zip(String text) throws IOException {
        Files.createDirectories(file.getParent());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Files.write(file, bytes.toByteArray());
    }

    private byte[] unzipped() throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private List<Path> left() throws IOException {
        try (var files = Files.list(file.getParent())) {
            return files.toList();
        }
    }
}
