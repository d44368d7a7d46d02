package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of a configuration. */
final class ReleaseText {
    private static final int MAX_BYTES = 4 << 20;

    private ReleaseText() {}

    static String read(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        try (InputStream in = Files.newInputStream(absolute)) {
            return read(String.valueOf(absolute.getFileName()), in);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(
                    "There is no '" + file + "'.", "Create it, or name another file with --file.", e);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "'" + file + "' could not be read: " + e.getMessage() + ".", "Check the path.", e);
        }
    }

    static String read(String source, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(source + " is not UTF-8 text.", "Save it as UTF-8.", e);
        }
    }
}
