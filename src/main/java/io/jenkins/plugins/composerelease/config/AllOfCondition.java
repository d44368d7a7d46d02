package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Several conditions hold at the same time. */
public final class AllOfCondition extends WaitCondition {
    private static final long serialVersionUID = 1L;
    private final List<WaitCondition> conditions;

    @DataBoundConstructor
    public AllOfCondition(List<WaitCondition> conditions) {
        this.conditions = Lines.copy(conditions);
    }

    public List<WaitCondition> getConditions() {
        return Lines.copy(conditions);
    }

    @Override
    JsonNode json(String part) throws AbortException {
        return new RequestJson(part).node("all", nested(conditions, part)).json();
    }

    /** Form and symbol. */
    @Extension(ordinal = 10)
    @Symbol("allOf")
    public static final class DescriptorImpl extends Form {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.AllOfCondition_displayName();
        }
    }
}
