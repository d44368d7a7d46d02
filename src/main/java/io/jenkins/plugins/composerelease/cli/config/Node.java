package io.jenkins.plugins.composerelease.cli.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A value of the configuration with the place it was written at, so that whatever is wrong with it names that place. */
final class Node {

    /** What was written. Numbers and booleans keep their text: {@code version: 1.10} is not 1.1. */
    enum Kind {
        MAPPING("a mapping"),
        LIST("a list"),
        TEXT("text"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NOTHING("nothing");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    private final String place;
    private final String path;
    private final Kind kind;
    private final String text;
    private final Map<String, Node> entries;
    private final List<Node> items;

    private Node(String place, String path, Kind kind, String text, Map<String, Node> entries, List<Node> items) {
        this.place = place;
        this.path = path;
        this.kind = kind;
        this.text = text;
        this.entries = entries;
        this.items = items;
    }

    static Node scalar(String place, String path, Kind kind, String text) {
        return new Node(place, path, kind, text, Map.of(), List.of());
    }

    static Node mapping(String place, String path, Map<String, Node> entries) {
        return new Node(
                place, path, Kind.MAPPING, "", Collections.unmodifiableMap(new LinkedHashMap<>(entries)), List.of());
    }

    static Node list(String place, String path, List<Node> items) {
        return new Node(place, path, Kind.LIST, "", Map.of(), List.copyOf(items));
    }

    Kind kind() {
        return kind;
    }

    String path() {
        return path;
    }

    Map<String, Node> entries() {
        require(Kind.MAPPING);
        return entries;
    }

    List<Node> items() {
        require(Kind.LIST);
        return items;
    }

    /** The text of a scalar, numbers and booleans as they were written. */
    String text() {
        if (kind == Kind.NUMBER || kind == Kind.BOOLEAN) {
            return text;
        }
        require(Kind.TEXT);
        return text;
    }

    int integer() {
        require(Kind.NUMBER);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw error("'" + text + "' is not a whole number.", "Give one up to " + Integer.MAX_VALUE + ".");
        }
    }

    long longInteger() {
        require(Kind.NUMBER);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw error("'" + text + "' is not a whole number.", "Give one up to " + Long.MAX_VALUE + ".");
        }
    }

    boolean bool() {
        require(Kind.BOOLEAN);
        return Boolean.parseBoolean(text);
    }

    /** What was written, as JSON. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void write(JsonGenerator out) throws IOException {
        switch (kind) {
            case MAPPING -> {
                out.writeStartObject();
                for (Map.Entry<String, Node> entry : entries.entrySet()) {
                    out.writeFieldName(entry.getKey());
                    entry.getValue().write(out);
                }
                out.writeEndObject();
            }
            case LIST -> {
                out.writeStartArray();
                for (Node item : items) {
                    item.write(out);
                }
                out.writeEndArray();
            }
            case TEXT -> out.writeString(text);
            case NOTHING -> out.writeNull();
            case BOOLEAN -> out.writeBoolean(bool());
            default -> out.writeNumber(text);
        }
    }

    /** Runs what makes a value of this node; what it refuses is reported at this node's place. */
    <T> T check(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (InvalidInputException e) {
            if (e.getMessage().startsWith(source() + ":")) {
                throw e; // a node inside this one said it already, with the closer place
            }
            throw error(withoutAdvice(e), e.advice());
        }
    }

    InvalidInputException error(String message, String advice) {
        return new InvalidInputException(place + ": " + (path.isEmpty() ? "" : path + ": ") + message, advice);
    }

    private void require(Kind expected) {
        if (kind == Kind.NOTHING) {
            throw error("it has no value, expected " + expected.label + ".", "Give one or remove the key.");
        }
        if (kind != expected) {
            throw error("it is " + kind.label + ", expected " + expected.label + ".", "");
        }
    }

    private String source() {
        return place.replaceFirst(":\\d+:\\d+$", "");
    }

    private static String withoutAdvice(InvalidInputException e) {
        String message = e.getMessage();
        return message.substring(0, message.length() - e.advice().length()).stripTrailing();
    }
}
