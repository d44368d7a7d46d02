package io.jenkins.plugins.composerelease.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Says in words what moved between two plans of one target. */
public final class PlanDifference {
    private final List<String> lines = new ArrayList<>();

    private PlanDifference() {}

    /** A line for each thing that moved; empty when nothing did. */
    public static List<String> between(Plan approved, Plan now) {
        PlanDifference difference = new PlanDifference();
        difference.compare("application", approved.application(), now.application());
        difference.compare("target", approved.target(), now.target());
        difference.compare("revision", approved.revision(), now.revision());
        difference.compare("serving release", approved.previous(), now.previous());
        difference.compare("schema version", approved.schema(), now.schema());
        difference.compare("pending migrations", approved.migrations(), now.migrations());
        difference.compareAll("image of", approved.images(), now.images());
        difference.compareAll("file", approved.files(), now.files());
        difference.compareAll("variable", approved.variables(), now.variables());
        difference.compareAll("secret", approved.secrets(), now.secrets());
        difference.compareAll("ports of", approved.more().ports(), now.more().ports());
        difference.compare("drift", approved.more().drift(), now.more().drift());
        difference.compare("verified by", approved.more().verified(), now.more().verified());
        difference.compare("settings of the target", approved.settings(), now.settings());
        difference.compare("changes", approved.changes(), now.changes());
        return List.copyOf(difference.lines);
    }

    private void compareAll(String what, Map<String, ?> before, Map<String, ?> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.forEach(key -> compare(what + " '" + key + "'", before.get(key), after.get(key)));
    }

    private void compare(String what, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            lines.add(what + ": approved " + before + ", now " + after);
        }
    }
}
