package io.jenkins.plugins.composerelease.engine.mask;

import static io.jenkins.plugins.composerelease.engine.mask.MaskerTest.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class MaskingOutputStreamTest {
    @Test
    public void passesOnWhatCannotBeASecretAtOnceAndKeepsTheRestOverAFlush() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = Masker.of(List.of(Secret.of("hunter2"))).wrap(out)) {
            stream.write("Password: ".getBytes(StandardCharsets.UTF_8));
            assertThat(out).hasToString("Password: ");
            stream.write("hun".getBytes(StandardCharsets.UTF_8));
            stream.flush();
            assertThat(out).hasToString("Password: ");
            stream.write("ter2\nhunt".getBytes(StandardCharsets.UTF_8));
            assertThat(out).hasToString("Password: ****\n");
            stream.finish();
            assertThat(out).hasToString("Password: ****\nhunt");
            stream.write("er2".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(out).hasToString("Password: ****\nhunter2");
    }

    @Test
    public void passesOnFinishedLinesOfALogWithoutWaitingForTheRestOfASecret() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream log = Masker.of(List.of(Secret.of(KEY))).wrapLog(out);
        log.write("key: -----BEGIN KEY-----\n".getBytes(StandardCharsets.UTF_8));
        assertThat(out).hasToString("key: -----BEGIN KEY-----\n");
        log.write("other text\nif (x) {\n}\n-----BEGIN".getBytes(StandardCharsets.UTF_8));
        assertThat(out).hasToString("key: -----BEGIN KEY-----\nother text\nif (x) {\n}\n");
        log.write(" CERTIFICATE-----\n".getBytes(StandardCharsets.UTF_8));
        assertThat(out).hasToString("key: -----BEGIN KEY-----\nother text\nif (x) {\n}\n-----BEGIN CERTIFICATE-----\n");
    }

    @Test
    public void hidesTheShortLinesOfASecretThatALogGetsLineByLine() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream log = Masker.of(List.of(Secret.of("red\ngreen\nblue"))).wrapLog(out);
        for (String line : List.of("red\n", "green\n", "blue\n", "green\n", "blue\n")) {
            log.write(line.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(out).hasToString("****\n****\n****\ngreen\nblue\n");
    }

    @Test
    public void keepsEachLineOfALogAlsoWhereASecretEndsWithOne() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream log = Masker.of(List.of(Secret.of(KEY))).wrapLog(out);
        log.write((KEY + "next\n").getBytes(StandardCharsets.UTF_8));
        assertThat(out).hasToString("-----BEGIN KEY-----\n****\n}\n****\nnext\n");
    }

    @Test
    public void hidesWhatALogHasOfASecretThatGoesOnWhenItIsClosed() throws IOException {
        for (String last : List.of("", "g", "green")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream log =
                    Masker.of(List.of(Secret.of("yellow\ngreen\nblue"))).wrapLog(out)) {
                log.write(("is yellow\n" + last).getBytes(StandardCharsets.UTF_8));
            }
            assertThat(out).hasToString("is ****\n" + (last.isEmpty() ? "" : "****"));
        }
    }

    @Test
    public void writesALogsLinesTogether() throws IOException {
        List<Integer> writes = new ArrayList<>();
        OutputStream out = new ByteArrayOutputStream() {
            @Override
            public void write(byte[] bytes, int from, int count) {
                writes.add(count);
            }
        };
        Masker.of(List.of(Secret.of(KEY)))
                .wrapLog(out)
                .write("one\nAAAAC3NzaC1lZDI1NTE5\nthree -----BEGIN\nfour\n".getBytes(StandardCharsets.UTF_8));
        assertThat(writes).containsExactly("one\n****\nthree -----BEGIN\nfour\n".length());
    }

    @Test
    public void losesOnlyWhatCouldNotBeWritten() throws IOException {
        for (Exception failure : List.of(new IOException("disk full"), new IllegalStateException("channel gone"))) {
            Failing out = new Failing();
            MaskingOutputStream stream =
                    Masker.of(List.of(Secret.of("hunter2"))).wrap(out);
            out.failure = failure;
            byte[] lost = ("lost hunter2 lost " + "x".repeat(20_000) + " hun").getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> stream.write(lost)).isSameAs(failure);
            out.failure = null;
            stream.write("ter2 kept hunter2\n".getBytes(StandardCharsets.UTF_8));
            stream.close();
            assertThat(out.kept).hasToString("**** kept ****\n");
        }
    }

    @Test
    public void goesOnWithALogThatCouldNotBeWritten() throws IOException {
        Failing out = new Failing();
        MaskingOutputStream log = Masker.of(List.of(Secret.of(KEY))).wrapLog(out);
        out.failure = new IOException("disk full");
        byte[] start = (KEY.substring(0, KEY.indexOf('}')) + "}\nAAAAC3").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> log.write(start)).isSameAs(out.failure);
        out.failure = null;
        log.write("NzaC1lZDI1NTE5\nnext\n".getBytes(StandardCharsets.UTF_8));
        assertThat(out.kept).hasToString("****\nnext\n");
    }

    /** Takes nothing while it has a failure. */
    private static final class Failing extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private Exception failure;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (failure instanceof IOException known) {
                throw known;
            }
            if (failure instanceof RuntimeException fault) {
                throw fault;
            }
            kept.write(bytes, from, count);
        }
    }
}
