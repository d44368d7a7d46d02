package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code wait}, what the health gate waits for at each service, and {@code logs}. */
final class WaitSections {
    private static final List<String> KINDS =
            List.of("healthy", "running", "exited", "http", "tcp", "log", "exec", "any", "all");

    private WaitSections() {}

    /** {@code wait} and {@code logs} of a section. */
    static Readiness readiness(Section section) {
        String logs = section.word("logs", List.of("failing", "all", "none"), "failing");
        return new Readiness(conditions(section), Readiness.Logs.valueOf(logs.toUpperCase(Locale.ROOT)));
    }

    /** {@code wait} of a section: service → condition, or several that must all hold. */
    static Map<String, Condition> conditions(Section section) {
        Map<String, Condition> conditions = new LinkedHashMap<>();
        section.find("wait").ifPresent(node -> node.entries()
                .forEach((service, value) ->
                        conditions.put(value.check(() -> Names.name("service", service)), condition(value))));
        return conditions;
    }

    private static Condition condition(Node node) {
        return switch (node.kind()) {
            case LIST -> {
                List<Condition> all = several(node);
                yield all.size() == 1 ? all.get(0) : node.check(() -> new Condition.All(all));
            }
            case MAPPING -> mapping(node);
            default -> word(node);
        };
    }

    private static List<Condition> several(Node list) {
        return list.items().stream().map(WaitSections::condition).toList();
    }

    /** A condition that needs no parameter. */
    private static Condition word(Node node) {
        return switch (node.text()) {
            case "healthy" -> new Condition.Healthy();
            case "running" -> new Condition.Running(Condition.STABLE);
            case "exited" -> new Condition.Exited(0);
            default ->
                throw node.error("'" + node.text() + "' is not a condition.", Closest.advice(node.text(), KINDS));
        };
    }

    private static Condition mapping(Node node) {
        Section section = Section.of(node, KINDS.toArray(new String[0]));
        if (node.entries().size() != 1) {
            throw node.error(
                    "a condition has one key, not " + node.entries().size() + ".",
                    "Make a list of several that must all hold.");
        }
        String kind = node.entries().keySet().iterator().next();
        Node value = section.require(kind);
        return switch (kind) {
            case "running" -> value.check(() -> new Condition.Running(Checks.duration(value.text())));
            case "exited" -> value.check(() -> new Condition.Exited(value.integer()));
            case "http" -> http(value);
            case "tcp" -> value.check(() -> new Condition.Tcp(value.integer()));
            case "log" -> value.check(() -> new Condition.Log(value.text()));
            case "exec" -> value.check(() -> new Condition.Exec(section.texts("exec", text -> text)));
            case "any" -> value.check(() -> new Condition.Any(several(value)));
            case "all" -> value.check(() -> new Condition.All(several(value)));
            default -> throw value.error("'healthy' takes no value.", "Write just 'healthy'.");
        };
    }

    private static Condition http(Node node) {
        if (node.kind() == Node.Kind.TEXT) {
            return node.check(() -> new Condition.Http(node.text(), 200, Optional.empty()));
        }
        Section http = Section.of(node, "url", "status", "body");
        return http.build(() -> new Condition.Http(
                http.requireText("url", Checks::httpUrl),
                http.integer("status", 200),
                http.text("body", Checks::regex)));
    }
}
