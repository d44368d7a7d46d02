package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The containers run for a while, without a restart. */
public final class RunningCondition extends WaitCondition {
    private static final long serialVersionUID = 1L;
    private String stableFor;

    @DataBoundConstructor
    public RunningCondition() {
        // everything has a default
    }

    /** Null means the short while that the engine has for services without a healthcheck. */
    public String getStableFor() {
        return stableFor;
    }

    @DataBoundSetter
    public void setStableFor(String stableFor) {
        this.stableFor = Util.fixEmptyAndTrim(stableFor);
    }

    @Override
    JsonNode json(String part) throws AbortException {
        return stableFor == null
                ? TextNode.valueOf("running")
                : new RequestJson(part).duration("running", stableFor).json();
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
