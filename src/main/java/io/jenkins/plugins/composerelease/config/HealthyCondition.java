package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Docker calls the containers healthy. */
public final class HealthyCondition extends WaitCondition {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public HealthyCondition() {
        // says it all
    }

    @Override
    JsonNode json(String part) {
        return TextNode.valueOf("healthy");
    }

    /** Form and symbol. */
    @Extension(ordinal = 90)
    @Symbol("healthy")
    public static final class DescriptorImpl extends Form {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.HealthyCondition_displayName();
        }
    }
}
