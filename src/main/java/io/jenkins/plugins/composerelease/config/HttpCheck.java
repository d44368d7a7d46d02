package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A request that a release must answer after the switch. */
public final class HttpCheck implements Describable<HttpCheck>, RequestPart, Serializable {
    private static final long serialVersionUID = 1L;
    static final List<String> FROM = List.of("agent", "target", "service");
    private final String url;
    private int status = 200;
    private String body;
    private List<String> headers = new ArrayList<>();
    private String from = "target";
    private int retries = 12;
    private String interval = "5s";
    private int tlsDays;

    @DataBoundConstructor
    public HttpCheck(String url) {
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

    public List<String> getHeaders() {
        return Lines.copy(headers);
    }

    @DataBoundSetter
    public void setHeaders(List<String> headers) {
        this.headers = Lines.of(headers);
    }

    public String getFrom() {
        return from;
    }

    @DataBoundSetter
    public void setFrom(String from) {
        this.from = Lines.or(from, "target");
    }

    public int getRetries() {
        return retries;
    }

    @DataBoundSetter
    public void setRetries(int retries) {
        this.retries = retries;
    }

    public String getInterval() {
        return interval;
    }

    @DataBoundSetter
    public void setInterval(String interval) {
        this.interval = Lines.or(interval, "5s");
    }

    /** 0 means not to look at when the certificate ends. */
    public int getTlsDays() {
        return tlsDays;
    }

    @DataBoundSetter
    public void setTlsDays(int tlsDays) {
        this.tlsDays = tlsDays;
    }

    @Override
    public ObjectNode request(RequestSecrets secrets) throws AbortException {
        RequestJson json = new RequestJson("Check of '" + url + "'")
                .required("url", url, Checks::httpUrl)
                .number("status", status, 100)
                .text("body", body, Checks::regex)
                .pairs("headers", headers, Checks::header, Checks::line)
                .word("from", from, FROM)
                .number("retries", retries, 1)
                .duration("interval", interval);
        return tlsDays == 0 ? json.json() : json.number("tlsDays", tlsDays, 1).json();
    }

    /** Form and symbol. */
    @Extension
    @Symbol("http")
    public static final class DescriptorImpl extends Descriptor<HttpCheck> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.HttpCheck_displayName();
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

        @POST
        public FormValidation doCheckHeaders(@QueryParameter String value) {
            return Forms.pairs(value, Checks::header);
        }

        @POST
        public FormValidation doCheckRetries(@QueryParameter String value) {
            return Forms.number(value, 1);
        }

        @POST
        public FormValidation doCheckTlsDays(@QueryParameter String value) {
            return Forms.number(value, 0);
        }

        @POST
        public FormValidation doCheckInterval(@QueryParameter String value) {
            return Forms.duration(value);
        }

        @POST
        public ListBoxModel doFillFromItems() {
            return Forms.words(FROM);
        }
    }
}
