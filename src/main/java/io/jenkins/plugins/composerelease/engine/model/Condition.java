package io.jenkins.plugins.composerelease.engine.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** When a container counts as ready. What is wrong with one is refused when it is made. */
public sealed interface Condition {
    /** How long a container without health check must have run, without a restart, to count as ready. */
    Duration STABLE = Duration.ofSeconds(2);

    /** What was expected, as it completes "expected" in a message. */
    String expected();

    /** Its health check passes. */
    record Healthy() implements Condition {
        @Override
        public String expected() {
            return "healthy";
        }
    }

    /** It has been running for a while, without a restart in that time. */
    record Running(Duration stableFor) implements Condition {
        public Running {
            if (stableFor.isNegative()) {
                throw new InvalidInputException("running for " + stableFor + " is not valid.", "Use 0s or longer.");
            }
        }

        @Override
        public String expected() {
            return "running";
        }
    }

    /** It ran to its end: a one-shot service, for example one that loads data. */
    record Exited(int code) implements Condition {
        public Exited {
            if (code < 0 || code > 255) {
                throw new InvalidInputException("exit code " + code + " is not valid.", "Use 0 to 255.");
            }
        }

        @Override
        public String expected() {
            return "exited with code " + code;
        }
    }

    /**
     * It answers a GET request. The connection goes to the container's own address, the request names the URL's host.
     *
     * @param url {@code http} or {@code https} URL; its port is the one inside the container
     * @param status expected status code
     * @param body regular expression that the body must contain
     */
    record Http(String url, int status, Optional<String> body) implements Condition {
        public Http {
            HttpUrl.parse(url);
            if (status < 100 || status > 599) {
                throw new InvalidInputException("status " + status + " is not valid.", "Use 100 to 599.");
            }
            body.ifPresent(Checks::regex);
        }

        @Override
        public String expected() {
            return "an answer " + status + " from " + url
                    + body.map(regex -> " with a body that matches '" + regex + "'")
                            .orElse("");
        }
    }

    /**
     * It accepts connections.
     *
     * @param port TCP port inside the container
     */
    record Tcp(int port) implements Condition {
        public Tcp {
            Names.port(port);
        }

        @Override
        public String expected() {
            return "an open port " + port;
        }
    }

    /**
     * It wrote a line to its log since its present start.
     *
     * @param pattern regular expression that some part of the line matches
     */
    record Log(String pattern) implements Condition {
        public Log {
            Checks.regex(pattern);
        }

        @Override
        public String expected() {
            return "a log line that matches '" + pattern + "'";
        }
    }

    /**
     * A command that runs in it ends with exit code 0.
     *
     * @param argv program and arguments, without a shell
     */
    record Exec(List<String> argv) implements Condition {
        public Exec {
            argv = List.copyOf(argv);
            if (argv.isEmpty()) {
                throw new InvalidInputException("the command to run is empty.", "Give a program and its arguments.");
            }
            Names.argument("program", argv.get(0));
        }

        @Override
        public String expected() {
            return "exit code 0 of '" + Text.printable(argv.get(0)) + "' in it";
        }
    }

    /** One of several holds. */
    record Any(List<Condition> conditions) implements Condition {
        public Any {
            conditions = several("any", conditions);
        }

        @Override
        public String expected() {
            return joined(conditions, " or ");
        }
    }

    /** All of several hold. */
    record All(List<Condition> conditions) implements Condition {
        public All {
            conditions = several("all", conditions);
        }

        @Override
        public String expected() {
            return joined(conditions, " and ");
        }
    }

    private static List<Condition> several(String what, List<Condition> conditions) {
        if (conditions.isEmpty()) {
            throw new InvalidInputException("'" + what + "' holds no condition.", "Give at least one.");
        }
        return List.copyOf(conditions);
    }

    private static String joined(List<Condition> conditions, String word) {
        return conditions.stream()
                .map(part -> part instanceof Any || part instanceof All ? "(" + part.expected() + ")" : part.expected())
                .collect(Collectors.joining(word));
    }
}
