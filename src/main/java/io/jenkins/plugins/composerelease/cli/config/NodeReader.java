package io.jenkins.plugins.composerelease.cli.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads YAML or JSON into nodes that know their line. Aliases are refused (a few lines of them expand to gigabytes), as
 * are duplicate keys, second documents, control characters, deep nesting and texts over 1 MiB.
 */
final class NodeReader {
    private static final int MAX_LENGTH = 1 << 20;
    private static final int MAX_DEPTH = 20;
    private final String source;
    private final JsonParser parser;

    private NodeReader(String source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /**
     * @param source name of the text in messages, for example {@code release.yaml}
     * @param json whether it is strict JSON instead of YAML
     */
    static Node read(String source, String text, boolean json) {
        refuseUnreadable(source, text);
        JsonFactory factory = json ? new JsonFactory() : new YAMLFactory();
        try (JsonParser parser = factory.createParser(text)) {
            NodeReader reader = new NodeReader(source, parser);
            if (parser.nextToken() == null) {
                throw new InvalidInputException(source + " is empty.", "Start it with 'application: NAME'.");
            }
            Node root = reader.value(reader.place(), "", 0);
            if (parser.nextToken() != null) {
                throw new InvalidInputException(
                        reader.place() + ": a second document begins here.", "Use one file a release.");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    source + position(e.getLocation()) + ": " + summary(e.getOriginalMessage()), "Correct it.", e);
        } catch (IOException e) {
            throw new InvalidInputException(source + " could not be read: " + e.getMessage() + ".", "", e);
        }
    }

    private Node value(String place, String path, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw refused(place, path, "it is nested deeper than " + MAX_DEPTH + " levels.", "Write it flatter.");
        }
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw refused(place, path, "it is an alias ('*name'), which is not supported.", "Write the value out.");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(place, path, depth);
            case START_ARRAY -> list(place, path, depth);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(place, path, Node.Kind.NUMBER);
            case VALUE_TRUE, VALUE_FALSE -> scalar(place, path, Node.Kind.BOOLEAN);
            case VALUE_STRING -> scalar(place, path, Node.Kind.TEXT);
            case VALUE_NULL -> Node.scalar(place, path, Node.Kind.NOTHING, "");
            default -> throw refused(place, path, "it is not text, a number, a list or a mapping.", "");
        };
    }

    private Node scalar(String place, String path, Node.Kind kind) throws IOException {
        return Node.scalar(place, path, kind, parser.getText());
    }

    private Node mapping(String place, String path, int depth) throws IOException {
        Map<String, Node> entries = new LinkedHashMap<>();
        Map<String, String> places = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String keyPlace = place();
            String keyPath = path.isEmpty() ? Text.printable(key) : path + "." + Text.printable(key);
            String earlier = places.put(key, keyPlace);
            if (earlier != null) {
                throw refused(keyPlace, keyPath, "the key is there twice, first at " + earlier + ".", "Remove one.");
            }
            parser.nextToken();
            entries.put(key, value(keyPlace, keyPath, depth + 1));
        }
        return Node.mapping(place, path, entries);
    }

    private Node list(String place, String path, int depth) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(place(), path + "[" + items.size() + "]", depth + 1));
        }
        return Node.list(place, path, items);
    }

    private String place() {
        return source + position(parser.currentTokenLocation());
    }

    private static String position(JsonLocation location) {
        return location == null ? "" : ":" + location.getLineNr() + ":" + location.getColumnNr();
    }

    private static InvalidInputException refused(String place, String path, String message, String advice) {
        return new InvalidInputException(place + ": " + (path.isEmpty() ? "" : path + ": ") + message, advice);
    }

    private static void refuseUnreadable(String source, String text) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidInputException(
                    source + " has " + text.length() + " characters, at most " + MAX_LENGTH + " are read.",
                    "Is it the right file?");
        }
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                lineStart = i + 1;
            } else if (Character.isISOControl(c) && c != '\r' && c != '\t') {
                throw new InvalidInputException(
                        source + ":" + line + ":" + (i - lineStart + 1) + ": there is a control character ("
                                + Text.printable(String.valueOf(c)) + ").",
                        "Remove it.");
            }
        }
    }

    /** What the parser said, without the excerpts that SnakeYAML indents below it. */
    private static String summary(String message) {
        String said = message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .collect(Collectors.joining(": "));
        return said.isEmpty() ? "it is not readable." : said + ".";
    }
}
