package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A mapping whose keys are known. Unknown keys are refused when it is made, required ones when they are read. */
final class Section {
    private final Node node;

    private Section(Node node) {
        this.node = node;
    }

    static Section of(Node node, String... keys) {
        List<String> known = List.of(keys);
        node.entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                throw value.error("unknown key '" + Text.printable(key) + "'.", Closest.advice(key, known));
            }
        });
        return new Section(node);
    }

    boolean has(String key) {
        return node.entries().containsKey(key);
    }

    Optional<Node> find(String key) {
        return Optional.ofNullable(node.entries().get(key));
    }

    /** The key's place for messages, or the section's where it is not there. */
    Node at(String key) {
        return find(key).orElse(node);
    }

    Node require(String key) {
        return find(key).orElseThrow(() -> node.error("the key '" + key + "' is missing.", "Add it."));
    }

    /** Text that passes a check of {@code Names} or {@link Checks}. */
    Optional<String> text(String key, UnaryOperator<String> check) {
        return find(key).map(value -> checked(value, check));
    }

    String requireText(String key, UnaryOperator<String> check) {
        return checked(require(key), check);
    }

    List<String> texts(String key, UnaryOperator<String> check) {
        return find(key)
                .map(list ->
                        list.items().stream().map(item -> checked(item, check)).toList())
                .orElse(List.of());
    }

    /** A mapping of names to texts, in its order. */
    Map<String, String> map(String key, UnaryOperator<String> keyCheck, UnaryOperator<String> valueCheck) {
        Map<String, String> result = new LinkedHashMap<>();
        find(key).ifPresent(map -> map.entries()
                .forEach((name, value) ->
                        result.put(value.check(() -> keyCheck.apply(name)), checked(value, valueCheck))));
        return result;
    }

    int integer(String key, int otherwise) {
        return find(key).map(Node::integer).orElse(otherwise);
    }

    boolean bool(String key, boolean otherwise) {
        return find(key).map(Node::bool).orElse(otherwise);
    }

    Duration duration(String key, Duration otherwise) {
        return find(key)
                .map(value -> value.check(() -> Checks.duration(value.text())))
                .orElse(otherwise);
    }

    /** One of several words, as written. */
    String word(String key, List<String> words, String otherwise) {
        return text(key, value -> {
                    if (!words.contains(value)) {
                        throw new InvalidInputException(
                                "'" + Text.printable(value) + "' is not valid.",
                                "Valid values: " + String.join(", ", words) + ".");
                    }
                    return value;
                })
                .orElse(otherwise);
    }

    /** Makes a value of the whole section; what its constructor refuses is reported at the section's place. */
    <T> T build(Supplier<T> maker) {
        return node.check(maker);
    }

    InvalidInputException error(String message, String advice) {
        return node.error(message, advice);
    }

    static String checked(Node value, UnaryOperator<String> check) {
        String text = value.text();
        return value.check(() -> check.apply(text));
    }
}
