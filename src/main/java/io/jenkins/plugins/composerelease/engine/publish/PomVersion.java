package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the version of a Maven project: its own or its parent's, with the POM's own properties put in. */
final class PomVersion {
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    private PomVersion() {}

    static Optional<String> read(Path file, String text) {
        Map<String, String> values = new HashMap<>();
        try {
            collect(text, values);
        } catch (XMLStreamException e) {
            throw new InvalidInputException(
                    "'" + file + "' is not valid XML: "
                            + e.getMessage().lines().findFirst().orElse("") + ".",
                    "Correct it.",
                    e);
        }
        String version = values.getOrDefault("project/version", values.get("project/parent/version"));
        return Optional.ofNullable(version).map(value -> resolved(file, value, values));
    }

    private static void collect(String text, Map<String, String> values) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
        Deque<String> path = new ArrayDeque<>();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT ->
                    path.addLast(path.isEmpty() ? reader.getLocalName() : path.getLast() + "/" + reader.getLocalName());
                case XMLStreamConstants.CHARACTERS -> {
                    if (path.size() <= 3 && !path.isEmpty() && !reader.isWhiteSpace()) {
                        values.putIfAbsent(path.getLast(), reader.getText().strip());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> path.removeLast();
                default -> {}
            }
        }
    }

    private static String resolved(Path file, String version, Map<String, String> values) {
        Matcher matcher = PROPERTY.matcher(version);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String value = values.get("project/properties/" + matcher.group(1));
            if (value == null) {
                throw new InvalidInputException(
                        "The version in '" + file + "' is '" + version + "', and the file has no property '"
                                + matcher.group(1) + "'.",
                        "Give the version itself.");
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(out).toString();
    }
}
