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

/** The containers have done their work and ended. */
public final class ExitedCondition extends WaitCondition {
    private static final long serialVersionUID = 1L;
    private int code;

    @DataBoundConstructor
    public ExitedCondition() {
        // everything has a default
    }

    public int getCode() {
        return code;
    }

    @DataBoundSetter
    public void setCode(int code) {
        this.code = code;
    }

    @Override
    JsonNode json(String part) throws AbortException {
        return new RequestJson(part).number("exited", code, 0).json();
    }

    /** Form and symbol. */
    @Extension(ordinal = 70)
    @Symbol("exited")
    public static final class DescriptorImpl extends Form {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ExitedCondition_displayName();
        }

        @POST
        public FormValidation doCheckCode(@QueryParameter String value) {
            return Forms.number(value, 0);
        }
    }
}
