package io.jenkins.plugins.composerelease.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The stand-in's routes: request to reply. */
final class StandInApi {
    private static final int BODY_LIMIT = 65_536;
    private static final int TITLE_LIMIT = 256;
    private static final StandInReply NOT_FOUND = StandInReply.error(404, "Not Found");
    private final StandInRepository repository;

    StandInApi(StandInRepository repository) {
        this.repository = repository;
    }

    StandInReply reply(StandInRequest request) {
        if (request.body() == null) {
            return StandInReply.error(400, "Problems parsing JSON");
        }
        List<String> path = request.path();
        if (path.equals(List.of("rate_limit"))) {
            return StandInReply.json(200, rateLimit());
        }
        if (path.size() < 3
                || !path.get(0).equals("repos")
                || !repository.name().equals(path.get(1) + "/" + path.get(2))) {
            return NOT_FOUND;
        }
        String route = request.method() + " "
                + String.join("/", path.subList(3, path.size())).replaceAll("\\b\\d+\\b", "N");
        if (route.contains("issues") && !repository.issuesAllowed()) {
            return StandInReply.error(410, "Issues has been disabled in this repository.");
        }
        return switch (route) {
            case "GET " -> StandInReply.json(200, repository.repository());
            case "GET labels" -> paged(request, repository.labels());
            case "GET issues" -> list(request);
            case "POST issues" -> open(request.body());
            default -> issue(route, request);
        };
    }

    /** An issue as plain text, for people. */
    StandInReply page(StandInRequest request) {
        List<String> path = request.path();
        String prefix = repository.name() + "/issues/";
        String asked = String.join("/", path);
        Optional<StandInIssue> found = asked.startsWith(prefix)
                ? repository.issue(number(asked.substring(prefix.length())))
                : Optional.empty();
        return found.map(issue -> StandInReply.text("#" + issue.number() + " " + issue.title() + "\n"
                        + (issue.open() ? "open" : "closed") + ", labels " + issue.labels() + "\n\n" + issue.body()
                        + "\n"
                        + String.join(
                                "",
                                issue.comments().stream()
                                        .map(comment -> "\n----- comment -----\n\n" + comment)
                                        .toList())))
                .orElse(NOT_FOUND);
    }

    private StandInReply issue(String route, StandInRequest request) {
        Optional<StandInIssue> issue = request.path().size() < 5
                ? Optional.empty()
                : repository.issue(number(request.path().get(4)));
        if (issue.isEmpty()) {
            return NOT_FOUND;
        }
        return switch (route) {
            case "GET issues/N" -> StandInReply.json(200, repository.issue(issue.get()));
            case "PATCH issues/N" -> change(issue.get(), request.body());
            case "GET issues/N/comments" -> paged(request, repository.comments(issue.get()));
            case "POST issues/N/comments" -> comment(issue.get(), request.body());
            case "GET issues/N/labels" ->
                paged(request, (ArrayNode) repository.issue(issue.get()).get("labels"));
            default -> NOT_FOUND;
        };
    }

    private StandInReply list(StandInRequest request) {
        List<String> labels = Arrays.stream(request.query("labels", "").split(","))
                .filter(label -> !label.isEmpty())
                .toList();
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        repository
                .list(
                        request.query("state", "open"),
                        labels,
                        request.query("sort", "created"),
                        request.query("direction", "desc").equals("asc"))
                .forEach(issue -> all.add(repository.issue(issue)));
        return paged(request, all);
    }

    private StandInReply open(JsonNode body) {
        String title = body.path("title").asText("");
        String text = body.path("body").asText("");
        if (title.isBlank()) {
            return StandInReply.invalid("title", "missing_field", "");
        }
        if (title.codePointCount(0, title.length()) > TITLE_LIMIT) {
            return StandInReply.invalid("title", "custom", "title is too long (maximum is 256 characters)");
        }
        if (tooLong(text)) {
            return bodyTooLong();
        }
        List<String> assignees = strings(body.path("assignees"));
        if (assignees.stream().anyMatch(login -> !login.equals(repository.owner()))) {
            return StandInReply.invalid("assignees", "invalid", "");
        }
        return StandInReply.json(
                201, repository.issue(repository.open(title, text, strings(body.path("labels")), assignees)));
    }

    private StandInReply comment(StandInIssue issue, JsonNode body) {
        String text = body.path("body").asText("");
        if (text.isBlank()) {
            return StandInReply.invalid("body", "missing_field", "");
        }
        return tooLong(text) ? bodyTooLong() : StandInReply.json(201, repository.comment(issue.number(), text));
    }

    private StandInReply change(StandInIssue issue, JsonNode body) {
        String state = body.path("state").asText(issue.open() ? "open" : "closed");
        if (!state.equals("open") && !state.equals("closed")) {
            return StandInReply.invalid("state", "invalid", "");
        }
        StandInIssue changed = repository.change(
                issue.number(),
                old -> new StandInIssue(
                        old.number(),
                        old.title(),
                        old.body(),
                        state.equals("open"),
                        old.labels(),
                        old.assignees(),
                        old.comments(),
                        old.created(),
                        Instant.now()));
        return StandInReply.json(200, repository.issue(changed));
    }

    private static StandInReply paged(StandInRequest request, ArrayNode all) {
        int size = request.number("per_page", 30, 100);
        int page = request.number("page", 1, Integer.MAX_VALUE / 200);
        int last = Math.max(1, (all.size() + size - 1) / size);
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (int i = (page - 1) * size; i < Math.min(all.size(), page * size); i++) {
            items.add(all.get(i));
        }
        List<String> links = new ArrayList<>();
        if (page < last) {
            links.add(link(request, page + 1, "next"));
            links.add(link(request, last, "last"));
        }
        if (page > 1) {
            links.add(link(request, page - 1, "prev"));
            links.add(link(request, 1, "first"));
        }
        return StandInReply.json(200, items).withLink(String.join(", ", links));
    }

    private static String link(StandInRequest request, int page, String relation) {
        StringBuilder url = new StringBuilder(request.url()).append("?page=").append(page);
        request.query().forEach((name, value) -> {
            if (!name.equals("page")) {
                url.append('&').append(name).append('=').append(value);
            }
        });
        return "<" + url + ">; rel=\"" + relation + "\"";
    }

    private static ObjectNode rateLimit() {
        ObjectNode core = JsonNodeFactory.instance.objectNode();
        core.put("limit", 5000)
                .put("remaining", 4999)
                .put("reset", Instant.now().getEpochSecond() + 3600);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode resources = json.putObject("resources");
        for (String resource : List.of("core", "search", "graphql", "integration_manifest")) {
            resources.set(resource, core);
        }
        json.set("rate", core);
        return json;
    }

    private static boolean tooLong(String text) {
        return text.codePointCount(0, text.length()) > BODY_LIMIT;
    }

    private static StandInReply bodyTooLong() {
        return StandInReply.invalid("body", "custom", "body is too long (maximum is 65536 characters)");
    }

    private static List<String> strings(JsonNode array) {
        List<String> result = new ArrayList<>();
        array.forEach(item -> result.add(item.asText()));
        return result;
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
