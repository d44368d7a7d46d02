package io.jenkins.plugins.composerelease.ui;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.report.ReleaseHtml;
import java.util.Optional;

/** A plan as the page shows it. */
public final class PlanItem implements ReleaseItem {
    static final String PREFIX = "plan-";

    private final PlanEntry entry;
    private final Optional<Plan> plan;

    PlanItem(PlanEntry entry, ReleaseFiles files) {
        this.entry = entry;
        JsonNode json =
                PageJson.tree(files.read(ReleaseFiles.plan(entry.getId())).orElse(""));
        this.plan = PageJson.value(json.has("plan") ? json.path("plan") : json, Plan.class);
    }

    static String version(PlanEntry entry) {
        return String.valueOf(entry.getApproved());
    }

    @Override
    public String getKey() {
        return PREFIX + entry.getId();
    }

    @Override
    public String getVersion() {
        return version(entry);
    }

    @Override
    public long getTime() {
        return entry.getMade();
    }

    public PlanEntry getEntry() {
        return entry;
    }

    public boolean isReadable() {
        return plan.isPresent();
    }

    public boolean isFeasible() {
        return plan.map(Plan::feasible).orElse(true);
    }

    public String getSummary() {
        return plan.map(ReleaseHtml::summary).orElse("");
    }

    /** Markup; what others wrote is escaped in it. */
    public String getHtml() {
        return plan.map(ReleaseHtml::plan).orElse("");
    }

    public String getMade() {
        return PageTime.text(entry.getMade());
    }

    public String getApproved() {
        return PageTime.text(entry.getApproved());
    }
}
