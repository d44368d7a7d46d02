package io.jenkins.plugins.composerelease.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Copies standard input to standard output with secrets hidden. */
@Command(name = "mask", description = "Copies standard input to standard output with secrets replaced by ****.")
final class MaskCommand extends SessionCommand {
    private static final int CHUNK = 64 * 1024;

    @Option(
            names = "--secrets-file",
            required = true,
            paramLabel = "FILE",
            description = "The secrets: one a line, or a JSON list of texts (for those of several lines).")
    private String secretsFile = "";

    @Override
    void run(Session session) {
        Masker masker = Masker.named(secrets(session.path(secretsFile)));
        try {
            copy(session.terminal().in(), masker.wrapLog(session.terminal().out()));
        } catch (IOException e) {
            throw new ReleaseException(ExitCode.FAILED, "Could not copy the input: " + e.getMessage() + ".", "", e);
        }
        if (session.terminal().out().checkError()) {
            throw new ReleaseException(ExitCode.FAILED, "Could not write the output.", "Is the disk full?");
        }
    }

    /** What has come is shown before more is waited for. */
    private static void copy(InputStream in, OutputStream out) throws IOException {
        try (out) {
            byte[] chunk = new byte[CHUNK];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                out.write(chunk, 0, length);
                if (in.available() == 0) {
                    out.flush();
                }
            }
        }
    }

    private static Map<String, Secret> secrets(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.stripLeading().startsWith("[") ? list(file, text) : lines(text);
        } catch (JsonProcessingException e) { // not passed on as the cause: its message quotes the text
            throw new InvalidInputException(
                    "The secrets file '" + file + "' is not a JSON list: see line "
                            + e.getLocation().getLineNr() + ".",
                    "Write it like [\"first\", \"second\"].");
        } catch (IOException e) {
            throw new InvalidInputException(
                    "The secrets file '" + file + "' could not be read: "
                            + e.getClass().getSimpleName() + ".",
                    "Check the path.",
                    e);
        }
    }

    private static Map<String, Secret> lines(String text) {
        Map<String, Secret> secrets = new LinkedHashMap<>();
        text.lines().forEach(line -> secrets.put("in line " + (secrets.size() + 1), Secret.of(line)));
        return secrets;
    }

    private static Map<String, Secret> list(Path file, String text) throws IOException {
        Map<String, Secret> secrets = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                secrets.put("number " + (secrets.size() + 1), Secret.of(parser.getText()));
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw new InvalidInputException(
                        "The secrets file '" + file + "' is not a JSON list of texts: item " + (secrets.size() + 1)
                                + " is something else.",
                        "Write it like [\"first\", \"second\"].");
            }
        }
        return secrets;
    }
}
