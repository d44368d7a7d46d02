package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.engine.mask.Masker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Copies {@value MaskTexts#MEGABYTES} MB of a log in reads of 8 KiB: from a file to a file as they are, masked, and masked
 * by a regular expression; and from memory to memory. An operation is one such copy.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MaskBench {
    private static final int READ = 8192;

    /** How many secrets there are. */
    @Param({"2", "20", "200"})
    public int secrets;

    /** In how many lines of a hundred there is one. */
    @Param({"0", "1"})
    public int hits;

    private final byte[] chunk = new byte[READ];
    private byte[] text;
    private Masker masker;
    private MaskTexts texts;
    private Path from;
    private Path to;
    private Path start;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        texts = new MaskTexts(secrets, hits);
        text = texts.text();
        masker = Masker.of(texts.secrets());
        from = Files.createTempFile("mask-bench", ".in");
        to = Files.createTempFile("mask-bench", ".out");
        start = Files.createTempFile("mask-bench", ".start");
        Files.write(from, text);
        Files.write(start, Arrays.copyOf(text, MaskTexts.FEW_MEGABYTES << 20));
    }

    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.delete(from);
        Files.delete(to);
        Files.delete(start);
    }

    @Benchmark
    public void copyFile() throws IOException {
        try (InputStream in = Files.newInputStream(from);
                OutputStream out = Files.newOutputStream(to)) {
            copy(in, out);
        }
    }

    @Benchmark
    public void maskFile() throws IOException {
        try (InputStream in = Files.newInputStream(from);
                OutputStream out = masker.wrap(Files.newOutputStream(to))) {
            copy(in, out);
        }
    }

    @Benchmark
    public void maskLogFile() throws IOException {
        try (InputStream in = Files.newInputStream(from);
                OutputStream out = masker.wrapLog(Files.newOutputStream(to))) {
            copy(in, out);
        }
    }

    /** Of less text, as it takes so long. */
    @Benchmark
    public void regexFile() throws IOException {
        try (InputStream in = Files.newInputStream(start);
                OutputStream out = new RegexMask(texts.alternation(), Files.newOutputStream(to))) {
            copy(in, out);
        }
    }

    @Benchmark
    public int copyMemory() throws IOException {
        MemorySink sink = new MemorySink();
        copy(new ByteArrayInputStream(text), sink);
        return sink.last();
    }

    @Benchmark
    public int maskMemory() throws IOException {
        MemorySink sink = new MemorySink();
        try (OutputStream out = masker.wrap(sink)) {
            copy(new ByteArrayInputStream(text), out);
        }
        return sink.last();
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            out.write(chunk, 0, length);
        }
    }
}
