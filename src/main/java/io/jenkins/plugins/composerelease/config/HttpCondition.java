package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.HttpUrl;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Each container answers a request. */
public final class HttpCondition extends WaitCondition {
    private static final long serialVersionUID = 1L;
    private final String url;
    private int status = 200;
    private String body;

    @DataBoundConstructor
    public HttpCondition(String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    public String getUrl() {
        return url;
    }

    public int getStatus() {
        return status;
    }

    @DataBoundSetter
    public void setStatus(int status) {
        this.status = status;
    }

    public String getBody() {
        return body;
    }

    @DataBoundSetter
    public void setBody(String body) {
        this.body = Util.fixEmptyAndTrim(body);
    }

    @Override
    String usualService() {
        try {
            return url == null ? null : HttpUrl.parse(url).host();
        } catch (InvalidInputException e) {
            return null;
        }
    }

    @Override
    JsonNode json(String part) throws AbortException {
        ObjectNode request = new RequestJson(part)
                .required("url", url, Checks::httpUrl)
                .number("status", status, 100)
                .text("body", body, Checks::regex)
                .json();
        return new RequestJson(part).node("http", request).json();
    }

    /** Form and symbol. */
    @Extension(ordinal = 60)
    @Symbol("http")
    public static final class DescriptorImpl extends Form {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.HttpCondition_displayName();
        }

        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            return Forms.required(value, Checks::httpUrl);
        }

        @POST
        public FormValidation doCheckStatus(@QueryParameter String value) {
            return Forms.number(value, 100);
        }

        @POST
        public FormValidation doCheckBody(@QueryParameter String value) {
            return Forms.optional(value, Checks::regex);
        }
    }
}
