package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.util.FormValidation;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Each container accepts connections at a port of its own. */
public final class TcpCondition extends WaitCondition {
    private static final long serialVersionUID = 1L;
    private static final int LAST = 65535;
    private final int port;

    @DataBoundConstructor
    public TcpCondition(int port) {
        this.port = port;
    }

    public int getPort() {
        return port;
    }

    @Override
    JsonNode json(String part) throws AbortException {
        if (port > LAST) {
            throw new AbortException(part + ": port is " + port + ", expected at most " + LAST + ".");
        }
        return new RequestJson(part).number("tcp", port, 1).json();
    }

    /** Form and symbol. */
    @Extension(ordinal = 50)
    @Symbol("tcp")
    public static final class DescriptorImpl extends Form {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.TcpCondition_displayName();
        }

        @POST
        public FormValidation doCheckPort(@QueryParameter String value) {
            return Forms.number(value, 1);
        }
    }
}
