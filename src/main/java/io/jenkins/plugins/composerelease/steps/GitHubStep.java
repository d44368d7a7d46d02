package io.jenkins.plugins.composerelease.steps;

import hudson.Util;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** What the steps that keep GitHub issues have in common: where the issues are, and what they are about. */
public abstract class GitHubStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private String repository;
    private String credentialsId;
    private String apiUrl;
    private String application;
    private String target;
    private String stage;
    private String service;
    private List<String> labels;
    private List<String> assignees;

    /** {@code owner/name}; null means the configured one, as with all that follow. */
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public String getApiUrl() {
        return apiUrl;
    }

    @DataBoundSetter
    public void setApiUrl(String apiUrl) {
        this.apiUrl = Util.fixEmptyAndTrim(apiUrl);
    }

    public String getApplication() {
        return application;
    }

    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    public String getTarget() {
        return target;
    }

    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    public String getStage() {
        return stage;
    }

    @DataBoundSetter
    public void setStage(String stage) {
        this.stage = Util.fixEmptyAndTrim(stage);
    }

    public String getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(String service) {
        this.service = Util.fixEmptyAndTrim(service);
    }

    public List<String> getLabels() {
        return labels;
    }

    /** An entry may hold several, one a line, as the form gives them. */
    @DataBoundSetter
    public void setLabels(List<String> labels) {
        this.labels = lines(labels);
    }

    public List<String> getAssignees() {
        return assignees;
    }

    @DataBoundSetter
    public void setAssignees(List<String> assignees) {
        this.assignees = lines(assignees);
    }

    /** For the form. */
    public String getLabelLines() {
        return labels == null ? "" : String.join("\n", labels);
    }

    /** For the form. */
    public String getAssigneeLines() {
        return assignees == null ? "" : String.join("\n", assignees);
    }

    /** Null where there is none, so that the Snippet Generator leaves it out. */
    private static List<String> lines(List<String> entries) {
        if (entries == null) {
            return null;
        }
        List<String> lines = entries.stream()
                .filter(Objects::nonNull)
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty() ? null : new ArrayList<>(lines);
    }
}
