package io.jenkins.plugins.composerelease.adapter.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text of a POSIX shell script, byte for byte: values are quoted as they are, also those that are not UTF-8. */
final class ShellText {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds script text as it is. */
    ShellText add(String script) {
        bytes.writeBytes(script.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds one word that the shell reads back as exactly this value. */
    ShellText quoted(String value) {
        return quoted(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds one word that the shell reads back as exactly these bytes; they must not hold a NUL. */
    ShellText quoted(byte[] value) {
        bytes.write('\'');
        for (byte b : value) {
            if (b == '\'') {
                add("'\\''");
            } else {
                bytes.write(b);
            }
        }
        bytes.write('\'');
        return this;
    }

    /** The script as one base64 line with its end. */
    byte[] line() {
        byte[] encoded = Base64.getEncoder().encode(bytes.toByteArray());
        byte[] line = new byte[encoded.length + 1];
        System.arraycopy(encoded, 0, line, 0, encoded.length);
        line[encoded.length] = '\n';
        return line;
    }

    @Override
    public String toString() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
