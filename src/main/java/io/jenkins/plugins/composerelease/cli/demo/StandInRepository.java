package io.jenkins.plugins.composerelease.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What the stand-in keeps, and how it looks as JSON. All methods are atomic. */
final class StandInRepository {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private final String name;
    private final String address;
    private final List<StandInIssue> issues = new ArrayList<>();
    private final Set<String> labels = new LinkedHashSet<>(List.of("bug"));
    private boolean issuesAllowed = true;
    private boolean labelsAllowed = true;
    private int comments;

    StandInRepository(String name, String address) {
        this.name = name;
        this.address = address;
    }

    String name() {
        return name;
    }

    String owner() {
        return name.substring(0, name.indexOf('/'));
    }

    synchronized void allow(boolean newIssues, boolean newLabels) {
        issuesAllowed = newIssues;
        labelsAllowed = newLabels;
    }

    synchronized boolean issuesAllowed() {
        return issuesAllowed;
    }

    synchronized List<StandInIssue> issues() {
        return List.copyOf(issues);
    }

    synchronized Optional<StandInIssue> issue(int number) {
        return number >= 1 && number <= issues.size() ? Optional.of(issues.get(number - 1)) : Optional.empty();
    }

    /** Issues of a state ({@code open}, {@code closed}, {@code all}) with all of the labels. */
    synchronized List<StandInIssue> list(String state, List<String> withLabels, String sort, boolean ascending) {
        Comparator<StandInIssue> order = sort.equals("updated")
                ? Comparator.comparing(StandInIssue::updated).thenComparing(StandInIssue::number)
                : Comparator.comparing(StandInIssue::number);
        return issues.stream()
                .filter(issue -> state.equals("all") || issue.open() == state.equals("open"))
                .filter(issue -> issue.labels().containsAll(withLabels))
                .sorted(ascending ? order : order.reversed())
                .toList();
    }

    synchronized StandInIssue open(String title, String body, List<String> withLabels, List<String> assignees) {
        Instant now = now();
        List<String> set = labelsAllowed ? withLabels : List.of();
        labels.addAll(set);
        StandInIssue issue =
                new StandInIssue(issues.size() + 1, title, body, true, set, assignees, List.of(), now, now);
        issues.add(issue);
        return issue;
    }

    synchronized StandInIssue change(int number, UnaryOperator<StandInIssue> change) {
        StandInIssue changed = change.apply(issues.get(number - 1));
        issues.set(number - 1, changed);
        return changed;
    }

    /** Adds a comment; its id counts over the whole repository, as on GitHub. */
    synchronized ObjectNode comment(int number, String body) {
        comments++;
        StandInIssue issue = change(number, old -> {
            List<String> all = new ArrayList<>(old.comments());
            all.add(body);
            return new StandInIssue(
                    old.number(),
                    old.title(),
                    old.body(),
                    old.open(),
                    old.labels(),
                    old.assignees(),
                    all,
                    old.created(),
                    now());
        });
        return comment(issue, issue.comments().size() - 1);
    }

    synchronized ArrayNode labels() {
        return labels(labels);
    }

    ObjectNode repository() {
        ObjectNode json = JSON.objectNode()
                .put("id", 1)
                .put("name", name.substring(name.indexOf('/') + 1))
                .put("full_name", name)
                .put("private", true)
                .put("url", address + "/api/v3/repos/" + name)
                .put("html_url", address + "/" + name)
                .put("has_issues", issuesAllowed())
                .put("default_branch", "main");
        json.set("owner", user(owner()));
        return json;
    }

    ObjectNode issue(StandInIssue issue) {
        String url = address + "/api/v3/repos/" + name + "/issues/" + issue.number();
        ObjectNode json = JSON.objectNode()
                .put("id", 1000 + issue.number())
                .put("number", issue.number())
                .put("url", url)
                .put("comments_url", url + "/comments")
                .put("html_url", address + "/" + name + "/issues/" + issue.number())
                .put("title", issue.title())
                .put("body", issue.body())
                .put("state", issue.open() ? "open" : "closed")
                .put("locked", false)
                .put("comments", issue.comments().size())
                .put("created_at", issue.created().toString())
                .put("updated_at", issue.updated().toString());
        json.set("user", user("release-bot"));
        json.set("labels", labels(issue.labels()));
        ArrayNode assignees = json.putArray("assignees");
        issue.assignees().forEach(login -> assignees.add(user(login)));
        return json;
    }

    ArrayNode comments(StandInIssue issue) {
        ArrayNode all = JSON.arrayNode();
        for (int i = 0; i < issue.comments().size(); i++) {
            all.add(comment(issue, i));
        }
        return all;
    }

    private ObjectNode comment(StandInIssue issue, int index) {
        String url = address + "/api/v3/repos/" + name + "/issues";
        ObjectNode json = JSON.objectNode()
                .put("id", issue.number() * 10_000L + index)
                .put("url", url + "/comments/" + (issue.number() * 10_000L + index))
                .put("html_url", address + "/" + name + "/issues/" + issue.number())
                .put("issue_url", url + "/" + issue.number())
                .put("body", issue.comments().get(index))
                .put("created_at", issue.updated().toString())
                .put("updated_at", issue.updated().toString());
        json.set("user", user("release-bot"));
        return json;
    }

    private ArrayNode labels(Iterable<String> names) {
        ArrayNode all = JSON.arrayNode();
        for (String label : names) {
            all.add(label(label));
        }
        return all;
    }

    private JsonNode label(String label) {
        return JSON.objectNode()
                .put("id", label.hashCode() & 0xffffff)
                .put("url", address + "/api/v3/repos/" + name + "/labels/" + label)
                .put("name", label)
                .put("color", "d73a4a")
                .put("default", label.equals("bug"));
    }

    private ObjectNode user(String login) {
        return JSON.objectNode()
                .put("login", login)
                .put("id", login.hashCode() & 0xffffff)
                .put("url", address + "/api/v3/users/" + login)
                .put("html_url", address + "/" + login)
                .put("type", "User");
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
