package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class MaskCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path directory;

    @Before
    public void setUp() {
        directory = folder.getRoot().toPath();
    }

    @Test
    public void hidesTheSecretsOfEachLine() throws IOException {
        Files.writeString(directory.resolve("s"), "hunter22\n\ncorrect horse\n");
        CliRun run = CliRun.in(directory)
                .withInput("a hunter22 b\ncorrect horse, no end")
                .execute("mask", "--secrets-file", "s");
        assertThat(run.out()).isEqualTo("a **** b\n****, no end");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    public void hidesTheSecretsOfAJsonList() throws IOException {
        Files.writeString(directory.resolve("s"), "[\"hunter22\", \"first\\nsecond\"]");
        CliRun run = CliRun.in(directory).withInput("hunter22\nfirst\nsecond\n").execute("mask", "--secrets-file", "s");
        assertThat(run.out()).doesNotContain("hunter22", "first", "second");
    }

    @Test
    public void passesOnByteForByteWhatHoldsNoSecret() throws IOException {
        Files.writeString(directory.resolve("s"), "hunter22\n");
        String text = "a\r\nb\u0000\u00f6 \ud83d\ude00\n\n".repeat(20_000) + "no end";
        CliRun run = CliRun.in(directory).withInput(text).execute("mask", "--secrets-file", "s");
        assertThat(run.out().equals(text)).isTrue();
    }

    @Test
    public void refusesWhatCannotBeHiddenWithoutShowingIt() throws IOException {
        Files.writeString(directory.resolve("s"), "hunter22\nqz\n");
        CliRun run = CliRun.in(directory).withInput("text").execute("mask", "--secrets-file", "s", "--verbose");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("in line 2").doesNotContain("qz", "hunter22");
        assertThat(run.out()).isEmpty();
    }

    @Test
    public void refusesABrokenListWithoutShowingIt() throws IOException {
        for (String text : new String[] {"[hunter22]", "[\"hunter22\", 3]", "[\"hunter22\""}) {
            Files.writeString(directory.resolve("s"), text);
            CliRun run = CliRun.in(directory).withInput("text").execute("mask", "--secrets-file", "s", "--verbose");
            assertThat(run.exitCode()).as(text).isEqualTo(2);
            assertThat(run.err()).contains("JSON list").doesNotContain("hunter22");
        }
    }

    @Test
    public void namesAMissingOption() {
        CliRun run = CliRun.in(directory).execute("mask");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--secrets-file");
    }
}
