package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.util.FormValidation;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The containers run for a while, without a restart. */
public final class RunningCondition extends WaitCondition {
    private static final long serialVersionUID = 1L;
    private String stableFor = "10s";

    @DataBoundConstructor
    public RunningCondition() {
        // everything has a default
    }

    public String getStableFor() {
        return stableFor;
    }

    @DataBoundSetter
    public void setStableFor(String stableFor) {
        this.stableFor = Lines.or(stableFor, "10s");
    }

    @Override
    JsonNode json(String part) throws AbortException {
        return new RequestJson(part).duration("running", stableFor).json();
    }

    /** Form and symbol. */
    @Extension(ordinal = 80)
    @Symbol("running")
    public static final class DescriptorImpl extends Form {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.RunningCondition_displayName();
        }

        @POST
        public FormValidation doCheckStableFor(@QueryParameter String value) {
            return Forms.duration(value);
        }
    }
}
