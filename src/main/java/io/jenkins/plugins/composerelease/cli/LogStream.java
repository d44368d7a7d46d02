package io.jenkins.plugins.composerelease.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The log without the character that begins an event: nothing that a command prints can pass for one. */
final class LogStream extends FilterOutputStream {
    /** RS, record separator; in UTF-8 its byte is part of no other character. */
    static final char SEPARATOR = 0x1e;

    private LogStream(OutputStream out) {
        super(out);
    }

    static PrintStream of(OutputStream out) {
        return new PrintStream(new LogStream(out), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) throws IOException {
        if (b != SEPARATOR) {
            out.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == SEPARATOR) {
                out.write(bytes, start, i - start);
                start = i + 1;
            }
        }
        out.write(bytes, start, offset + length - start);
    }
}
