package io.jenkins.plugins.composerelease.ui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the page "Release" shows of a run. */
final class ReleasePage {
    private static final int LINES = 5;

    private final ReleaseAction action;
    private final boolean building;

    ReleasePage(ReleaseAction action) {
        this.action = action;
        this.building = action.getRun().isBuilding();
    }

    List<ReleaseItem> items() {
        List<ReleaseItem> items = new ArrayList<>();
        action.getEntries().forEach(entry -> items.add(item(entry)));
        action.getPlans().forEach(plan -> items.add(new PlanItem(plan, action.files())));
        items.sort(Comparator.comparingLong(ReleaseItem::getTime).reversed());
        return items;
    }

    Optional<ReleaseItem> item(String key) {
        Optional<ReleaseItem> entry = action.getEntries().stream()
                .filter(known -> (EntryItem.PREFIX + known.getId()).equals(key))
                .findFirst()
                .map(this::item);
        return entry.or(() -> action.getPlans().stream()
                .filter(known -> (PlanItem.PREFIX + known.getId()).equals(key))
                .findFirst()
                .map(plan -> new PlanItem(plan, action.files())));
    }

    /** The newest commands, newest first. */
    List<ReleaseLine> lines() {
        List<ReleaseEntry> entries = action.getEntries();
        List<ReleaseLine> lines = new ArrayList<>();
        for (int i = entries.size() - 1; i >= 0 && lines.size() < LINES; i--) {
            lines.add(line(entries.get(i)));
        }
        return lines;
    }

    /** {@code {"running":true,"items":[{"key","version","title","state"}]}}, items from the oldest to the newest. */
    String progress() {
        ObjectNode json = PageJson.MAPPER.createObjectNode().put("running", building);
        ArrayNode items = json.putArray("items");
        List<ObjectNode> all = new ArrayList<>();
        action.getEntries().forEach(entry -> all.add(json(entry)));
        action.getPlans().forEach(plan -> all.add(json(plan)));
        all.sort(Comparator.comparingLong(item -> item.path("time").asLong()));
        items.addAll(all);
        return json.toString();
    }

    private EntryItem item(ReleaseEntry entry) {
        return new EntryItem(entry, action.live(entry.getId()), action.files(), building);
    }

    private ObjectNode json(ReleaseEntry entry) {
        ReleaseLine line = line(entry);
        return PageJson.MAPPER
                .createObjectNode()
                .put("key", line.key())
                .put("version", EntryItem.version(entry, action.live(entry.getId()), building))
                .put("time", entry.getStarted())
                .put("title", line.title())
                .put("target", line.target())
                .put("state", line.state())
                .put("colour", line.colour());
    }

    private static ObjectNode json(PlanEntry plan) {
        return PageJson.MAPPER
                .createObjectNode()
                .put("key", PlanItem.PREFIX + plan.getId())
                .put("version", PlanItem.version(plan))
                .put("time", plan.getMade())
                .put("target", plan.getTarget());
    }

    private ReleaseLine line(ReleaseEntry entry) {
        ReleaseEntry.State state = EntryItem.state(entry, building);
        String words = StateText.of(state);
        if (state == ReleaseEntry.State.RUNNING) {
            words = phase(action.live(entry.getId()).events())
                    .map(phase -> Messages.ReleaseEntry_phase(phase))
                    .orElse(words);
        }
        return new ReleaseLine(
                EntryItem.PREFIX + entry.getId(),
                entry.getTitle(),
                entry.getTitle().contains(entry.getTarget()) ? "" : entry.getTarget(),
                words,
                state.name().toLowerCase(Locale.ROOT));
    }

    /** The phase that began last and has not ended. */
    private static Optional<String> phase(List<JsonNode> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            JsonNode event = events.get(i);
            if (event.path("type").asText("").equals("phase")) {
                return event.path("state").asText("").equals("started")
                        ? Optional.of(event.path("phase").asText(""))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
