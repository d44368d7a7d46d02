package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A command in each container ends with 0. */
public final class ExecCondition extends WaitCondition {
    private static final long serialVersionUID = 1L;
    private final List<String> command;

    @DataBoundConstructor
    public ExecCondition(List<String> command) {
        this.command = Lines.of(command);
    }

    public List<String> getCommand() {
        return Lines.copy(command);
    }

    @Override
    JsonNode json(String part) throws AbortException {
        if (command.isEmpty()) {
            throw new AbortException(part + ": command is empty. Give the command, an argument an entry.");
        }
        return new RequestJson(part).texts("exec", command, Checks::line).json();
    }

    /** Form and symbol. */
    @Extension(ordinal = 30)
    @Symbol("exec")
    public static final class DescriptorImpl extends Form {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ExecCondition_displayName();
        }

        @POST
        public FormValidation doCheckCommand(@QueryParameter String value) {
            return Forms.required(value, text -> text);
        }
    }
}
