package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** What the steps that act on a target have in common: which one, and what of. */
public abstract class TargetStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private String target;
    private ComposeHost host;
    private String application;

    /** Name of an administrator's target. */
    public String getTarget() {
        return target;
    }

    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    /** A target that the Jenkinsfile describes. */
    public ComposeHost getHost() {
        return host;
    }

    @DataBoundSetter
    public void setHost(ComposeHost host) {
        this.host = host;
    }

    /** Null means the job's name. */
    public String getApplication() {
        return application;
    }

    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    final ReleaseTarget releaseTarget() throws AbortException {
        return ReleaseTarget.of(target, host, getDescriptor().getFunctionName());
    }

    /** Name of the target for the Release page. */
    final String targetName() {
        return host == null ? Util.fixNull(target) : host.targetName();
    }
}
