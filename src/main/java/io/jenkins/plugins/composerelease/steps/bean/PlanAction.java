package io.jenkins.plugins.composerelease.steps.bean;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.AbortException;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan that a run made, with all that its approval and its deploy need. */
public final class PlanAction extends InvisibleAction {
    private final String id;
    private final String hash;
    private final String target;
    private final ComposeHost host;
    private final String application;
    private final String timeout;
    private final PublishedImages published;
    private final String json;
    private int approvals;

    /**
     * @param target name of the administrator's target; null where {@code host} is given
     * @param timeout of the plan, which its deploy takes too; null for the target's
     * @param published null when there are no images of this application's own
     * @param planned what {@code plan --json} prints
     */
    public PlanAction(
            String target,
            ComposeHost host,
            String application,
            String timeout,
            PublishedImages published,
            JsonNode planned) {
        this.id = planned.path("id").asText();
        this.hash = planned.path("hash").asText();
        this.target = target;
        this.host = host;
        this.application = application;
        this.timeout = timeout;
        this.published = published;
        this.json = planned.toString();
    }

    /** @throws AbortException if this run made no such plan */
    public static PlanAction find(Run<?, ?> run, String planId) throws AbortException {
        List<PlanAction> plans = run.getActions(PlanAction.class);
        // The last one: the same plan may have been made twice, the second time with other credentials.
        return plans.stream()
                .filter(plan -> plan.id.equals(planId) || plan.hash.equals(planId))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AbortException("This build made no plan '" + Text.printable(planId)
                        + "', expected "
                        + (plans.isEmpty()
                                ? "one that planRelease returned in it. Call planRelease first."
                                : "one of: "
                                        + plans.stream().map(plan -> plan.id).collect(Collectors.joining(", "))
                                        + ". Give the 'id' of what planRelease returned.")));
    }

    public String id() {
        return id;
    }

    /** SHA-256 over what decides about the outcome. */
    public String hash() {
        return hash;
    }

    /** Name of the administrator's target; null for one that the Jenkinsfile describes. */
    public String target() {
        return target;
    }

    /** The target that the Jenkinsfile describes; null for an administrator's. */
    public ComposeHost host() {
        return host;
    }

    public String targetName() {
        return host == null ? target : host.targetName();
    }

    public String application() {
        return application;
    }

    public String timeout() {
        return timeout;
    }

    public Optional<PublishedImages> published() {
        return Optional.ofNullable(published);
    }

    /** What {@code plan --json} prints. */
    public JsonNode json() {
        return BeanJson.object(json);
    }

    /** Id of an {@code input} for this plan: one that no other input of the run has. */
    public synchronized String nextInput() {
        approvals++;
        return "Plan-" + id + (approvals == 1 ? "" : "-" + approvals);
    }
}
