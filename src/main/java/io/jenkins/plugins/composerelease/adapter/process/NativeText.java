package io.jenkins.plugins.composerelease.adapter.process;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Passes a command's arguments and variables to a process byte for byte or not at all: Java would pass one that it
 * cannot encode with question marks in it, and show a refused value (a secret) in its exception.
 */
final class NativeText {
    private static final Charset CHARSET = Charset.defaultCharset();

    private NativeText() {}

    static void apply(Map<String, String> target, Map<String, String> everywhere, Command command) {
        everywhere.forEach((name, value) -> target.put(name, checked(name, value)));
        command.environment().forEach((name, value) -> target.put(name, checked(name, value)));
        command.secretEnvironment().forEach((name, secret) -> target.put(name, checked(name, text(name, secret))));
    }

    static List<String> arguments(Command command) {
        for (String argument : command.argv()) {
            requireEncodable("An argument of '" + command.argv().get(0) + "'", argument);
        }
        return command.argv();
    }

    private static String text(String name, Secret secret) {
        String text = secret.reveal();
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), secret.bytes())) {
            throw new InvalidInputException(
                    "The value of variable '" + name + "' is not UTF-8 text.", "Pass binary secrets as base64.");
        }
        return text;
    }

    private static String checked(String name, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new InvalidInputException(
                    "The value of variable '" + name + "' holds a NUL character.", "Pass binary secrets as base64.");
        }
        requireEncodable("The value of variable '" + name + "'", value);
        return value;
    }

    private static void requireEncodable(String what, String value) {
        if (!Arrays.equals(value.getBytes(CHARSET), value.getBytes(StandardCharsets.UTF_8))) {
            throw new InvalidInputException(
                    what + " cannot be passed in this process's character set " + CHARSET + ", expected UTF-8.",
                    "Set LC_ALL=C.UTF-8, or start Java with -Dfile.encoding=UTF-8.");
        }
    }
}
