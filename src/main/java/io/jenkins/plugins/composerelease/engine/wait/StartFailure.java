package io.jenkins.plugins.composerelease.engine.wait;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why Compose could not build, pull or start a service, from what it printed.
 *
 * @param service the service, or empty where it names a container only
 * @param container the container that was to be started, or empty
 * @param reason what went wrong, as it follows the service's name in a message
 * @param port the port of the host that is taken, where that is why
 * @param advice what to do next
 */
record StartFailure(String service, String container, String reason, Optional<Integer> port, String advice) {
    private static final Pattern TAKEN = Pattern.compile(
            "(?:Bind for|listen (?:tcp|udp)[46]?) (\\S*?:(\\d+))(?: failed)?: .*(?:already allocated|already in use)");
    private static final Pattern ENDPOINT = Pattern.compile("on endpoint (\\S+) \\(");
    private static final Pattern PULL = Pattern.compile("\\s*(\\S+) Error\\s+(.*)");
    private static final Pattern PULLING = Pattern.compile("Pulling (\\S+) \\(.*\\)\\.\\.\\.");
    private static final Pattern IMAGE_ERROR = Pattern.compile(
            ".*(manifest unknown|manifest for .* not found|pull access denied|no basic auth credentials|No such image"
                    + "|unauthorized|repository does not exist).*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern STEP = Pattern.compile("\\s*> \\[(\\S+)( [^\\]]*)?\\].*");
    private static final Pattern BUILT = Pattern.compile("Service '(\\S+)' failed to build.*");
    private static final Pattern BUILD_ERROR =
            Pattern.compile("(ERROR: )?(failed to solve.*|target \\S+: failed to solve.*|The command '.*)");
    private static final Pattern PORT_ERROR = Pattern.compile(".*(port is already allocated|address already in use).*");
    private static final String FREE_PORT = "Free the port, or publish another one in the compose file.";
    private static final String GET_IMAGE = "Build or publish the image first, or log in to its registry.";

    /** From what {@code compose up} printed. */
    static Optional<StartFailure> ofUp(ServiceGraph graph, String printed) {
        List<String> lines = printed.lines().toList();
        return taken(lines).or(() -> pull(graph, lines));
    }

    /**
     * From what {@code compose build} printed.
     *
     * @param built the services that have something to build
     */
    static Optional<StartFailure> ofBuild(ServiceGraph graph, List<String> built, String printed) {
        String service = built.size() == 1 ? built.get(0) : "";
        String error = "";
        for (String line : printed.lines().toList()) {
            for (Pattern pattern : List.of(STEP, BUILT)) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.matches() && graph.find(matcher.group(1)).isPresent()) {
                    service = matcher.group(1);
                }
            }
            Matcher matcher = BUILD_ERROR.matcher(line.strip());
            error = matcher.matches() ? ": " + matcher.group(2) : error;
        }
        String reason = "has an image that could not be built" + error;
        return service.isEmpty()
                ? Optional.empty()
                : Optional.of(new StartFailure(
                        service, "", reason, Optional.empty(), "Correct its Dockerfile or what it copies."));
    }

    /** What to do next, also where what was printed does not tell which service it is about; or empty. */
    static String advice(String printed) {
        if (printed.lines().anyMatch(line -> PORT_ERROR.matcher(line).matches())) {
            return FREE_PORT;
        }
        return printed.lines().anyMatch(line -> IMAGE_ERROR.matcher(line).matches()) ? GET_IMAGE : "";
    }

    private static Optional<StartFailure> taken(List<String> lines) {
        for (String line : lines) {
            Matcher port = TAKEN.matcher(line);
            if (port.find()) {
                Matcher endpoint = ENDPOINT.matcher(line);
                return Optional.of(new StartFailure(
                        "",
                        endpoint.find() ? endpoint.group(1) : "",
                        "could not be started, as " + port.group(1) + " of the host is already in use",
                        Optional.of(Integer.parseInt(port.group(2))),
                        FREE_PORT));
            }
        }
        return Optional.empty();
    }

    private static Optional<StartFailure> pull(ServiceGraph graph, List<String> lines) {
        String pulling = "";
        for (String line : lines) {
            Matcher error = PULL.matcher(line);
            if (error.matches() && graph.find(error.group(1)).isPresent()) {
                return Optional.of(pull(graph, error.group(1), error.group(2)));
            }
            Matcher next = PULLING.matcher(line);
            pulling = next.matches() ? next.group(1) : pulling;
            if (IMAGE_ERROR.matcher(line).matches()) {
                String service = pulling.isEmpty() ? named(graph, line) : pulling;
                if (!service.isEmpty()) {
                    return Optional.of(pull(graph, service, line.strip()));
                }
            }
        }
        return Optional.empty();
    }

    private static StartFailure pull(ServiceGraph graph, String service, String error) {
        String image = image(graph, service);
        return new StartFailure(
                service,
                "",
                "has an image that could not be pulled" + (image.isEmpty() ? "" : ", '" + image + "'") + ": " + error,
                Optional.empty(),
                GET_IMAGE);
    }

    private static String named(ServiceGraph graph, String line) {
        return graph.services().stream()
                .filter(spec -> !spec.declared().image().isEmpty()
                        && line.contains(spec.declared().image()))
                .map(ServiceSpec::name)
                .findFirst()
                .orElse("");
    }

    private static String image(ServiceGraph graph, String service) {
        return graph.find(service).map(spec -> spec.declared().image()).orElse("");
    }
}
