package io.jenkins.plugins.composerelease.ui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A deploy or a rollback in the history of a job. It holds no more than its table shows, so that it can outlive its build.
 *
 * @param build number of the build
 * @param entry entry on that build's page
 * @param command {@code deploy} or {@code rollback}
 * @param release id of the release on its target; empty when it did not get that far
 * @param images digest of each service's image, short
 * @param tags tags of the images, where they have some
 * @param started milliseconds since 1970
 * @param millis how long it took
 * @param by who started the build
 * @param approver who approved the plan, or empty
 * @param issue page of the issue, or empty
 */
record HistoryRow(
        int build,
        String entry,
        String command,
        String application,
        String target,
        String release,
        String revision,
        Map<String, String> images,
        String tags,
        State state,
        String detail,
        long started,
        long millis,
        String by,
        String approver,
        String issue) {
    private static final int LONGEST = 300;

    /** The row of a result; empty for one that released nothing, for example because its result was lost. */
    static Optional<HistoryRow> of(int build, ReleaseEntry entry, JsonNode result, String by, String approver) {
        String command = result.path("command").asText("");
        JsonNode report = result.path("report");
        JsonNode record = result.path("record");
        String target = record.path("target").asText(report.path("target").asText(""));
        if (!(command.equals("deploy") || command.equals("rollback")) || target.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new HistoryRow(
                build,
                entry.getId(),
                command,
                either(record, report, "application"),
                target,
                cut(record.path("id").asText("")),
                either(record, report, "revision"),
                digests(record.path("images")),
                tags(record.path("images")),
                state(either(record, report, "state")),
                either(record, report, "detail"),
                entry.getStarted(),
                entry.getEnded() - entry.getStarted(),
                cut(by),
                cut(approver),
                cut(result.path("issue").asText(""))));
    }

    static Optional<HistoryRow> read(String line) {
        return PageJson.value(PageJson.tree(line), HistoryRow.class).filter(row -> row.state != null);
    }

    String line() {
        ObjectNode json = PageJson.MAPPER.valueToTree(this);
        return json.toString();
    }

    /** Two rows of one release: the later counts. */
    String key() {
        return build + " " + entry;
    }

    private static State state(String name) {
        try {
            return State.valueOf(name);
        } catch (IllegalArgumentException e) {
            return State.NEEDS_ATTENTION;
        }
    }

    private static String either(JsonNode record, JsonNode report, String field) {
        return cut(record.path(field).asText(report.path(field).asText("")));
    }

    private static Map<String, String> digests(JsonNode images) {
        Map<String, String> digests = new LinkedHashMap<>();
        images.properties().forEach(image -> {
            String text = image.getValue().asText("");
            String digest = text.substring(text.lastIndexOf(':') + 1);
            digests.put(cut(image.getKey()), digest.substring(0, Math.min(12, digest.length())));
        });
        return digests;
    }

    private static String tags(JsonNode images) {
        TreeSet<String> tags = new TreeSet<>();
        images.forEach(image -> {
            String name = image.asText("").split("@", 2)[0];
            int colon = name.lastIndexOf(':');
            if (colon > name.lastIndexOf('/')) {
                tags.add(name.substring(colon + 1));
            }
        });
        return cut(String.join(", ", tags));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(LONGEST, text.length()));
    }
}
