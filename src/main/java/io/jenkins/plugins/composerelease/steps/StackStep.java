package io.jenkins.plugins.composerelease.steps;

import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.composerelease.config.PublishedImageEntry;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.config.WaitCondition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** What the steps that start services on the agent have in common: which ones, and how. */
public abstract class StackStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    static final String FAILING = "failing";

    /** Shows no line of a log, and keeps none. */
    static final String NONE = "none";

    static final List<String> LOGS = List.of(FAILING, "all", NONE);

    private List<String> files;
    private List<String> services;
    private List<String> profiles;
    private List<String> envFiles;
    private List<String> variables;
    private List<SecretEntry> secrets;
    private List<WaitCondition> wait;
    private List<PublishedImageEntry> images;
    private String project;
    private String timeout;
    private String logs = FAILING;
    private boolean freePorts;
    private boolean build = true;

    /** Null means those that Compose finds. */
    public List<String> getFiles() {
        return files;
    }

    @DataBoundSetter
    public void setFiles(List<String> files) {
        this.files = StepLines.of(files);
    }

    /** Null means all. */
    public List<String> getServices() {
        return services;
    }

    @DataBoundSetter
    public void setServices(List<String> services) {
        this.services = StepLines.of(services);
    }

    public List<String> getProfiles() {
        return profiles;
    }

    @DataBoundSetter
    public void setProfiles(List<String> profiles) {
        this.profiles = StepLines.of(profiles);
    }

    public List<String> getEnvFiles() {
        return envFiles;
    }

    @DataBoundSetter
    public void setEnvFiles(List<String> envFiles) {
        this.envFiles = StepLines.of(envFiles);
    }

    /** {@code NAME=value} entries. */
    public List<String> getVariables() {
        return variables;
    }

    @DataBoundSetter
    public void setVariables(List<String> variables) {
        this.variables = StepLines.of(variables);
    }

    public List<SecretEntry> getSecrets() {
        return secrets;
    }

    @DataBoundSetter
    public void setSecrets(List<SecretEntry> secrets) {
        this.secrets = secrets == null || secrets.isEmpty() ? null : new ArrayList<>(secrets);
    }

    /** Null means what each service declares. */
    public List<WaitCondition> getWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(List<WaitCondition> wait) {
        this.wait = wait == null || wait.isEmpty() ? null : new ArrayList<>(wait);
    }

    /** Null means what the compose files say. */
    public List<PublishedImageEntry> getImages() {
        return images;
    }

    @DataBoundSetter
    public void setImages(List<PublishedImageEntry> images) {
        this.images = images == null || images.isEmpty() ? null : new ArrayList<>(images);
    }

    /** Null means one that no other build has. */
    public String getProject() {
        return project;
    }

    @DataBoundSetter
    public void setProject(String project) {
        this.project = Util.fixEmptyAndTrim(project);
    }

    /** Null means 1 minute. */
    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    /** Also of a step that Jenkins kept before there was this parameter. */
    public String getLogs() {
        return logs == null ? FAILING : logs;
    }

    @DataBoundSetter
    public void setLogs(String logs) {
        this.logs = Util.fixEmptyAndTrim(logs) == null ? FAILING : logs.trim();
    }

    public boolean isFreePorts() {
        return freePorts;
    }

    @DataBoundSetter
    public void setFreePorts(boolean freePorts) {
        this.freePorts = freePorts;
    }

    public boolean isBuild() {
        return build;
    }

    @DataBoundSetter
    public void setBuild(boolean build) {
        this.build = build;
    }

    /** Form of both steps. */
    public abstract static class Form extends StepDescriptor {
        @POST
        public ListBoxModel doFillLogsItems() {
            ListBoxModel box = new ListBoxModel();
            LOGS.forEach(box::add);
            return box;
        }
    }
}
