package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Each container has written a line since its present start. */
public final class LogCondition extends WaitCondition {
    private static final long serialVersionUID = 1L;
    private final String pattern;

    @DataBoundConstructor
    public LogCondition(String pattern) {
        this.pattern = Util.fixEmptyAndTrim(pattern);
    }

    public String getPattern() {
        return pattern;
    }

    @Override
    JsonNode json(String part) throws AbortException {
        if (pattern == null) {
            throw new AbortException(part + ": pattern is missing. Give a regular expression of a line of its log.");
        }
        return new RequestJson(part).text("log", pattern, Checks::regex).json();
    }

    /** Form and symbol. */
    @Extension(ordinal = 40)
    @Symbol("log")
    public static final class DescriptorImpl extends Form {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.LogCondition_displayName();
        }

        @POST
        public FormValidation doCheckPattern(@QueryParameter String value) {
            return Forms.required(value, Checks::regex);
        }
    }
}
