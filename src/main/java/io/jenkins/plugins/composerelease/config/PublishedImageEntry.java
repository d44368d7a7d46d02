package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** An image that a registry holds, by digest: what {@code publishImages} returns and what a deploy takes. */
public final class PublishedImageEntry implements Describable<PublishedImageEntry>, RequestPart, Serializable {
    private static final long serialVersionUID = 1L;
    private final String name;
    private final String reference;
    private List<String> tags = new ArrayList<>();
    private String revision;
    private long size;
    private List<String> platforms = new ArrayList<>();
    private boolean reused;
    private boolean unpushed; // false in what was saved before there was such a thing
    private List<String> services = new ArrayList<>();
    private String variable;
    private String identity; // as moving, null in what was saved before there was such a thing
    private List<String> moving = new ArrayList<>();

    @DataBoundConstructor
    public PublishedImageEntry(String name, String reference) {
        this.name = Util.fixEmptyAndTrim(name);
        this.reference = Util.fixEmptyAndTrim(reference);
    }

    @Whitelisted
    public String getName() {
        return name;
    }

    @Whitelisted
    public String getReference() {
        return reference;
    }

    @Whitelisted
    public List<String> getTags() {
        return Lines.copy(tags);
    }

    /** The tag of its commit; empty when it has none. */
    @Whitelisted
    public String getTag() {
        return tags == null || tags.isEmpty() ? "" : tags.get(0);
    }

    @DataBoundSetter
    public void setTags(List<String> tags) {
        this.tags = Lines.of(tags);
    }

    @Whitelisted
    public String getRevision() {
        return revision;
    }

    @DataBoundSetter
    public void setRevision(String revision) {
        this.revision = Util.fixEmptyAndTrim(revision);
    }

    @Whitelisted
    public long getSize() {
        return size;
    }

    @DataBoundSetter
    public void setSize(long size) {
        this.size = size;
    }

    @Whitelisted
    public List<String> getPlatforms() {
        return Lines.copy(platforms);
    }

    @DataBoundSetter
    public void setPlatforms(List<String> platforms) {
        this.platforms = Lines.of(platforms);
    }

    @Whitelisted
    public boolean isReused() {
        return reused;
    }

    @DataBoundSetter
    public void setReused(boolean reused) {
        this.reused = reused;
    }

    /** Whether a registry holds it; otherwise the reference is its id in the Docker engine that built it. */
    @Whitelisted
    public boolean isPushed() {
        return !unpushed;
    }

    @DataBoundSetter
    public void setPushed(boolean pushed) {
        this.unpushed = !pushed;
    }

    @Whitelisted
    public List<String> getServices() {
        return Lines.copy(services);
    }

    @DataBoundSetter
    public void setServices(List<String> services) {
        this.services = Lines.of(services);
    }

    @Whitelisted
    public String getVariable() {
        return variable;
    }

    @DataBoundSetter
    public void setVariable(String variable) {
        this.variable = Util.fixEmptyAndTrim(variable);
    }

    /** The one of its tags that stands for its commit; null where that is not known. */
    @Whitelisted
    public String getIdentity() {
        return identity;
    }

    @DataBoundSetter
    public void setIdentity(String identity) {
        this.identity = Util.fixEmptyAndTrim(identity);
    }

    /** Those of its tags that follow newer images. */
    @Whitelisted
    public List<String> getMoving() {
        return Lines.copy(moving);
    }

    @DataBoundSetter
    public void setMoving(List<String> moving) {
        this.moving = Lines.of(moving);
    }

    /** {@code sha256:} and 64 digits; empty when the reference has none. */
    @Whitelisted
    public String getDigest() {
        int at = reference == null ? -1 : reference.indexOf('@');
        return at < 0 ? "" : reference.substring(at + 1);
    }

    /** An entry of {@code images} in the form of {@code release-images.json}. */
    @Override
    public ObjectNode request(RequestSecrets secrets) throws AbortException {
        ObjectNode json = new RequestJson("Published image '" + name + "'")
                .required("name", name, Checks::imageName)
                .required("reference", reference, PublishedImageEntry::pinned)
                .texts("tags", tags, ImageReference::requireTag)
                .text("revision", revision, Names::revision)
                .text("identity", identity, ImageReference::requireTag)
                .texts("moving", getMoving(), ImageReference::requireTag)
                .texts("platforms", platforms, Checks::line)
                .texts("services", services, service -> Names.name("service", service))
                .text("variable", variable, text -> Names.variable("variable", text))
                .json();
        json.put("size", size).put("reused", reused);
        for (String list : List.of("tags", "platforms", "services")) {
            json.withArray(list); // the form has them also when they are empty
        }
        return json;
    }

    /** An entry of {@code compose.images}: what services start instead of what the compose files say. */
    public ObjectNode stackRequest() throws AbortException {
        return new RequestJson("Image '" + name + "'")
                .required("image", reference, text -> isPushed() ? pinned(text) : ImageReference.requireDigest(text))
                .texts("services", services, service -> Names.name("service", service))
                .text("variable", variable, text -> Names.variable("variable", text))
                .json();
    }

    private static String pinned(String text) {
        if (text.startsWith("sha256:")) {
            throw new InvalidInputException(
                    "'" + Text.printable(text) + "' was built, and no registry has it.",
                    "Push it first: publishImages without push: false, on a branch that is pushed.");
        }
        if (ImageReference.parse(text).digest().isEmpty()) {
            throw new InvalidInputException(
                    "'" + Text.printable(text) + "' has no digest.",
                    "Give it as name@sha256:..., as publishImages does.");
        }
        return text;
    }

    /** Form and symbol. */
    @Extension
    @Symbol("publishedImage")
    public static final class DescriptorImpl extends Descriptor<PublishedImageEntry> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PublishedImageEntry_displayName();
        }

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return Forms.required(value, Checks::imageName);
        }

        @POST
        public FormValidation doCheckReference(@QueryParameter String value) {
            return Forms.required(value, PublishedImageEntry::pinned);
        }

        @POST
        public FormValidation doCheckServices(@QueryParameter String value) {
            return Forms.lines(value, text -> Names.name("service", text));
        }
    }
}
