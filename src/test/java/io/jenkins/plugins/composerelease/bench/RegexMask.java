package io.jenkins.plugins.composerelease.bench;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a log is usually masked by: line by line, each decoded, with an alternation of the quoted secrets. */
final class RegexMask extends FilterOutputStream {
    private final Pattern secrets;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    RegexMask(Pattern secrets, OutputStream out) {
        super(out);
        this.secrets = secrets;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int start = offset;
        for (int i = offset; i < offset + count; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i + 1 - start);
                pass();
                start = i + 1;
            }
        }
        line.write(bytes, start, offset + count - start);
    }

    @Override
    public void close() throws IOException {
        pass();
        out.close();
    }

    private void pass() throws IOException {
        Matcher matcher = secrets.matcher(line.toString(StandardCharsets.UTF_8));
        if (matcher.find()) {
            out.write(matcher.replaceAll("****").getBytes(StandardCharsets.UTF_8));
        } else {
            line.writeTo(out);
        }
        line.reset();
    }
}
