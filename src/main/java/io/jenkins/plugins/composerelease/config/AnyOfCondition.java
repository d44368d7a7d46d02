package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** At least one of several conditions holds. */
public final class AnyOfCondition extends WaitCondition {
    private static final long serialVersionUID = 1L;
    private final List<WaitCondition> conditions;

    @DataBoundConstructor
    public AnyOfCondition(List<WaitCondition> conditions) {
        this.conditions = Lines.copy(conditions);
    }

    public List<WaitCondition> getConditions() {
        return Lines.copy(conditions);
    }

    @Override
    JsonNode json(String part) throws AbortException {
        return new RequestJson(part).node("any", nested(conditions, part)).json();
    }

    /** Form and symbol. */
    @Extension(ordinal = 20)
    @Symbol("anyOf")
    public static final class DescriptorImpl extends Form {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.AnyOfCondition_displayName();
        }
    }
}
