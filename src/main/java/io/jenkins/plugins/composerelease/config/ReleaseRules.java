package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** How a target's services are switched, and what must be so first. Lists and texts are null in a target saved before there were any. */
public abstract class ReleaseRules extends HostAddress {
    private static final long serialVersionUID = 1L;
    static final List<String> STRATEGIES = List.of("recreate", "rolling");
    static final List<String> DRIFT = List.of("report", "refuse");
    private static final String DRAIN = "5s";

    private String strategy = "recreate";
    private String drain = DRAIN;
    private List<String> sharedVolumes = new ArrayList<>();
    private List<HookEntry> hooks = new ArrayList<>();
    private Boolean pruneImages = true;
    private List<String> publishes = new ArrayList<>();
    private String requiredTarget;
    private String requiredCheck;
    private List<String> templates = new ArrayList<>();
    private List<String> requiredKeys = new ArrayList<>();
    private String drift = "report";
    private FirstRunEntry firstRun;

    ReleaseRules(String host, String user, String directory) {
        super(host, user, directory);
    }

    public String getStrategy() {
        return strategy;
    }

    @DataBoundSetter
    public void setStrategy(String strategy) {
        this.strategy = Lines.or(strategy, "recreate");
    }

    public String getDrain() {
        return Lines.or(drain, DRAIN);
    }

    @DataBoundSetter
    public void setDrain(String drain) {
        this.drain = Lines.or(drain, DRAIN);
    }

    public List<String> getSharedVolumes() {
        return Lines.copy(sharedVolumes);
    }

    @DataBoundSetter
    public void setSharedVolumes(List<String> sharedVolumes) {
        this.sharedVolumes = Lines.of(sharedVolumes);
    }

    public List<HookEntry> getHooks() {
        return Lines.copy(hooks);
    }

    @DataBoundSetter
    public void setHooks(List<HookEntry> hooks) {
        this.hooks = Lines.copy(hooks);
    }

    public boolean isPruneImages() {
        return pruneImages == null || pruneImages;
    }

    @DataBoundSetter
    public void setPruneImages(boolean pruneImages) {
        this.pruneImages = pruneImages;
    }

    public List<String> getPublishes() {
        return Lines.copy(publishes);
    }

    @DataBoundSetter
    public void setPublishes(List<String> publishes) {
        this.publishes = Lines.of(publishes);
    }

    /** Null means that no other target has to have verified the images. */
    public String getRequiredTarget() {
        return requiredTarget;
    }

    @DataBoundSetter
    public void setRequiredTarget(String requiredTarget) {
        this.requiredTarget = Util.fixEmptyAndTrim(requiredTarget);
    }

    public String getRequiredCheck() {
        return requiredCheck;
    }

    @DataBoundSetter
    public void setRequiredCheck(String requiredCheck) {
        this.requiredCheck = Util.fixEmptyAndTrim(requiredCheck);
    }

    public List<String> getTemplates() {
        return Lines.copy(templates);
    }

    @DataBoundSetter
    public void setTemplates(List<String> templates) {
        this.templates = Lines.of(templates);
    }

    public List<String> getRequiredKeys() {
        return Lines.copy(requiredKeys);
    }

    @DataBoundSetter
    public void setRequiredKeys(List<String> requiredKeys) {
        this.requiredKeys = Lines.of(requiredKeys);
    }

    public String getDrift() {
        return Lines.or(drift, "report");
    }

    @DataBoundSetter
    public void setDrift(String drift) {
        this.drift = Lines.or(drift, "report");
    }

    public FirstRunEntry getFirstRun() {
        return firstRun;
    }

    @DataBoundSetter
    public void setFirstRun(FirstRunEntry firstRun) {
        this.firstRun = firstRun;
    }

    /** The keys of an entry of {@code targets} that say so; what is the default is left out. */
    final RequestJson rules(RequestJson json, RequestSecrets from) throws AbortException {
        ObjectNode commands = JsonNodeFactory.instance.objectNode();
        for (HookEntry hook : getHooks()) {
            commands.set(hook.getService(), hook.request(from));
        }
        ObjectNode prune = JsonNodeFactory.instance.objectNode();
        if (!isPruneImages()) {
            prune.put("images", false);
        }
        return json.word("strategy", strategy, STRATEGIES)
                .duration("drain", getDrain().equals(DRAIN) ? null : drain)
                .texts("sharedVolumes", getSharedVolumes(), volume -> Names.argument("volume", volume))
                .node("hooks", commands)
                .node("prune", prune)
                .texts("publishes", getPublishes(), service -> Names.name("service", service))
                .node("requires", required())
                .texts("templates", getTemplates(), Checks::path)
                .texts("requiredKeys", getRequiredKeys(), Checks::path)
                .text("drift", getDrift().equals("report") ? null : drift, text -> text)
                .node("firstRun", firstRun == null ? null : firstRun.request(from));
    }

    private ObjectNode required() throws AbortException {
        if (requiredTarget == null && requiredCheck != null) {
            throw new AbortException("Target '" + targetName() + "' has requiredCheck without requiredTarget."
                    + " Name the target that the check is made on.");
        }
        return new RequestJson("Target '" + targetName() + "'")
                .text("target", requiredTarget, text -> Names.name("required target", text))
                .text("check", requiredCheck, text -> Names.name("required check", text))
                .json();
    }
}
