package io.jenkins.plugins.composerelease.steps.bean;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.report.PlanText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What a release would change: what {@code planRelease} returns. */
public final class ReleasePlan implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String hash;
    private final String target;
    private final String application;
    private final String revision;
    private final String text;
    private final List<Map<String, String>> changes = new ArrayList<>();
    private final List<Map<String, String>> migrations = new ArrayList<>();
    private final List<String> warnings;
    private final boolean destructive;
    private final List<String> drift; // null in a build that an earlier version of this plugin ran

    /** @param planned what {@code plan --json} prints */
    public ReleasePlan(JsonNode planned) {
        JsonNode plan = planned.path("plan");
        id = planned.path("id").asText();
        hash = planned.path("hash").asText();
        target = plan.path("target").asText();
        application = plan.path("application").asText();
        revision = plan.path("revision").asText();
        text = BeanJson.plan(plan).map(PlanText::of).orElse("");
        plan.path("changes").forEach(change -> changes.add(texts(change, "service", "action", "from", "to", "reason")));
        plan.path("migrations").forEach(found -> migrations.add(texts(found, "version", "description")));
        warnings = BeanJson.texts(plan.path("warnings"));
        drift = BeanJson.texts(plan.path("more").path("drift"));
        boolean destroys = false;
        for (JsonNode migration : plan.path("migrations")) {
            destroys |= !migration.path("destructive").isEmpty();
        }
        destructive = destroys;
    }

    private static Map<String, String> texts(JsonNode node, String... keys) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : keys) {
            texts.put(key, node.path(key).isNull() ? "" : node.path(key).asText());
        }
        return texts;
    }

    /** For {@code approveRelease} and {@code deployRelease}. */
    @Whitelisted
    public String getId() {
        return id;
    }

    /** SHA-256 over what decides about the outcome. */
    @Whitelisted
    public String getHash() {
        return hash;
    }

    @Whitelisted
    public String getTarget() {
        return target;
    }

    @Whitelisted
    public String getApplication() {
        return application;
    }

    /** Git revision. */
    @Whitelisted
    public String getRevision() {
        return revision;
    }

    /** The plan for people: several lines, in aligned columns. */
    @Whitelisted
    public String getText() {
        return text;
    }

    /** A map for each service: service, action (CREATE, RECREATE, KEEP, REMOVE), from, to, reason. */
    @Whitelisted
    public List<Map<String, String>> getChanges() {
        return changes;
    }

    /** A map for each pending migration: version, description. */
    @Whitelisted
    public List<Map<String, String>> getMigrations() {
        return migrations;
    }

    @Whitelisted
    public List<String> getWarnings() {
        return warnings;
    }

    /** How what runs differs from what was released, a line each. */
    @Whitelisted
    public List<String> getDrift() {
        return drift == null ? List.of() : drift;
    }

    /** Whether a pending migration holds statements that the old application may not survive. */
    @Whitelisted
    public boolean isDestructive() {
        return destructive;
    }

    @Override
    @Whitelisted
    public String toString() {
        return id;
    }
}
