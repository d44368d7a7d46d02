package io.jenkins.plugins.composerelease.steps;

import hudson.Util;
import java.io.Serializable;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** What a step that publishes knows of tags: what they are made from, and which of them move. */
public abstract class TaggingStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private List<String> tags;
    private String shaPrefix;
    private String versionPrefix;
    private String version;
    private String versionFile;
    private String versionPattern;
    private String defaultBranch;
    private boolean moveTags = true;

    public List<String> getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(List<String> tags) {
        this.tags = StepLines.of(tags);
    }

    public String getShaPrefix() {
        return shaPrefix;
    }

    @DataBoundSetter
    public void setShaPrefix(String shaPrefix) {
        this.shaPrefix = Util.fixEmptyAndTrim(shaPrefix);
    }

    public String getVersionPrefix() {
        return versionPrefix;
    }

    @DataBoundSetter
    public void setVersionPrefix(String versionPrefix) {
        this.versionPrefix = Util.fixEmptyAndTrim(versionPrefix);
    }

    public String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(String version) {
        this.version = Util.fixEmptyAndTrim(version);
    }

    public String getVersionFile() {
        return versionFile;
    }

    @DataBoundSetter
    public void setVersionFile(String versionFile) {
        this.versionFile = Util.fixEmptyAndTrim(versionFile);
    }

    public String getVersionPattern() {
        return versionPattern;
    }

    @DataBoundSetter
    public void setVersionPattern(String versionPattern) {
        this.versionPattern = Util.fixEmptyAndTrim(versionPattern);
    }

    public String getDefaultBranch() {
        return defaultBranch;
    }

    @DataBoundSetter
    public void setDefaultBranch(String defaultBranch) {
        this.defaultBranch = Util.fixEmptyAndTrim(defaultBranch);
    }

    public boolean isMoveTags() {
        return moveTags;
    }

    @DataBoundSetter
    public void setMoveTags(boolean moveTags) {
        this.moveTags = moveTags;
    }
}
