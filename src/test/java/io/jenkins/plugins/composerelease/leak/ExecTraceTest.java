package io.jenkins.plugins.composerelease.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ExecTraceTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void readsArgumentsByteForByteOfAllThatWasStarted() throws IOException {
        ExecTrace trace = read("""
                17 execve("\\x2f\\x61", ["\\x61", "\\x22\\x2c\\x20\\x0a\\xff\\x5d"], 0x7ffc1 /* 12 vars */) = 0
                18  execve("\\x2f\\x62", ["\\x62\\x62"], 0x55a0 /* 35 vars */) = -1 ENOENT (No such file or directory)
                19 execveat(5, "", ["\\x63", ""], 0xc0 /* 7 vars */, AT_EMPTY_PATH <unfinished ...>
                20 execve("\\x2f\\x64", [], 0xc0 /* 0 vars */ <detached ...>
                19 <... execveat resumed>) = 0
                21 ???( <detached ...>
                22  ???( <unfinished ...>
                """);
        assertThat(trace.size()).isEqualTo(4);
        assertThat(trace.bytes()).startsWith('a', 0, '"', ',', ' ', '\n', 0xff, ']', 0, '\n');
        assertThat(trace.count("bb")).isEqualTo(1);
        assertThat(trace.count("a", "b")).isZero();
        assertThat(trace.count("c")).isEqualTo(1);
    }

    @Test
    public void leavesALineOutThatIsBeingWritten() throws IOException {
        assertThat(read("17 execve(\"\", [\"\\x61\"], 0x1) = 0\n18 execve(\"\\x2f")
                        .size())
                .isEqualTo(1);
    }

    @Test
    public void refusesWhatItCannotReadWhole() {
        for (String line : List.of(
                "17 execve(\"\\x2f\", [\"\\x61\"..., \"\\x62\"], 0x1) = 0",
                "17 execve(\"\\x2f\", [\"\\x61\", ...], 0x1) = 0",
                "17 execve(\"\\x2f\", 0x7ffd10, 0x1) = -1 EFAULT (Bad address)",
                "17 execve(\"\\x2f\", [\"\\x61\", 0x7ffd10], 0x1) = 0",
                "17 clone() = 18",
                "[\"\\x61\"]")) {
            assertThatThrownBy(() -> read(line + "\n"))
                    .as(line)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("is no start of a program");
        }
    }

    private ExecTrace read(String text) throws IOException {
        Path file = folder.newFile().toPath();
        return ExecTrace.read(List.of(Files.writeString(file, text, StandardCharsets.ISO_8859_1)));
    }
}
