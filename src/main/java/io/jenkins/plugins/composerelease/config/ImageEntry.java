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
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** An image to build and publish. */
public final class ImageEntry implements Describable<ImageEntry>, RequestPart, Serializable {
    private static final long serialVersionUID = 1L;
    private final String name;
    private String service;
    private String context = ".";
    private String dockerfile;
    private String target;
    private List<String> buildArgs = new ArrayList<>();
    private List<String> labels = new ArrayList<>();
    private List<String> platforms = new ArrayList<>();
    private List<SecretEntry> secrets = new ArrayList<>();
    private String cacheKey;
    private List<String> services = new ArrayList<>();
    private String variable;
    private List<String> tags = new ArrayList<>();
    private String version;
    private String versionFile;
    private String versionPattern;

    /** @param name may be missing where a service is named */
    @DataBoundConstructor
    public ImageEntry(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    public String getName() {
        return name;
    }

    public String getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(String service) {
        this.service = Util.fixEmptyAndTrim(service);
    }

    public String getContext() {
        return context;
    }

    @DataBoundSetter
    public void setContext(String context) {
        this.context = Lines.or(context, ".");
    }

    public String getDockerfile() {
        return dockerfile;
    }

    @DataBoundSetter
    public void setDockerfile(String dockerfile) {
        this.dockerfile = Util.fixEmptyAndTrim(dockerfile);
    }

    public String getTarget() {
        return target;
    }

    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    public List<String> getBuildArgs() {
        return Lines.copy(buildArgs);
    }

    @DataBoundSetter
    public void setBuildArgs(List<String> buildArgs) {
        this.buildArgs = Lines.of(buildArgs);
    }

    public List<String> getLabels() {
        return Lines.copy(labels);
    }

    @DataBoundSetter
    public void setLabels(List<String> labels) {
        this.labels = Lines.of(labels);
    }

    public List<String> getPlatforms() {
        return Lines.copy(platforms);
    }

    @DataBoundSetter
    public void setPlatforms(List<String> platforms) {
        this.platforms = Lines.of(platforms);
    }

    public List<SecretEntry> getSecrets() {
        return Lines.copy(secrets);
    }

    @DataBoundSetter
    public void setSecrets(List<SecretEntry> secrets) {
        this.secrets = Lines.copy(secrets);
    }

    public String getCacheKey() {
        return cacheKey;
    }

    @DataBoundSetter
    public void setCacheKey(String cacheKey) {
        this.cacheKey = Util.fixEmptyAndTrim(cacheKey);
    }

    public List<String> getServices() {
        return Lines.copy(services);
    }

    @DataBoundSetter
    public void setServices(List<String> services) {
        this.services = Lines.of(services);
    }

    public String getVariable() {
        return variable;
    }

    @DataBoundSetter
    public void setVariable(String variable) {
        this.variable = Util.fixEmptyAndTrim(variable);
    }

    public List<String> getTags() {
        return Lines.copy(tags);
    }

    @DataBoundSetter
    public void setTags(List<String> tags) {
        this.tags = Lines.of(tags);
    }

    public String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(String version) {
        this.version = Util.fixEmptyAndTrim(version);
    }

    public String getVersionFile() {
        return versionFile;
    }

    @DataBoundSetter
    public void setVersionFile(String versionFile) {
        this.versionFile = Util.fixEmptyAndTrim(versionFile);
    }

    public String getVersionPattern() {
        return versionPattern;
    }

    @DataBoundSetter
    public void setVersionPattern(String versionPattern) {
        this.versionPattern = Util.fixEmptyAndTrim(versionPattern);
    }

    @Override
    public ObjectNode request(RequestSecrets secrets) throws AbortException {
        return new ImageRequest(this).json(secrets);
    }

    /** Form and symbol. */
    @Extension
    @Symbol("image")
    public static final class DescriptorImpl extends Descriptor<ImageEntry> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ImageEntry_displayName();
        }

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return Forms.optional(value, Checks::imageName); // a compose service may give the name
        }

        @POST
        public FormValidation doCheckService(@QueryParameter String value) {
            return Forms.optional(value, text -> Names.name("service", text));
        }

        @POST
        public FormValidation doCheckLabels(@QueryParameter String value) {
            return Forms.pairs(value, BuildRecipe::label);
        }

        @POST
        public FormValidation doCheckPlatforms(@QueryParameter String value) {
            return Forms.lines(value, BuildRecipe::platform);
        }

        @POST
        public FormValidation doCheckTags(@QueryParameter String value) {
            return Forms.lines(value, rule -> TagRule.parse(rule).label());
        }

        @POST
        public FormValidation doCheckTarget(@QueryParameter String value) {
            return Forms.optional(value, text -> Names.name("build target", text));
        }

        @POST
        public FormValidation doCheckCacheKey(@QueryParameter String value) {
            return Forms.optional(value, ImageReference::requireTag);
        }

        @POST
        public FormValidation doCheckVersionFile(@QueryParameter String value) {
            return Forms.optional(value, Checks::path);
        }

        @POST
        public FormValidation doCheckVersionPattern(@QueryParameter String value) {
            return Forms.optional(value, Checks::regex);
        }

        @POST
        public FormValidation doCheckContext(@QueryParameter String value) {
            return Forms.optional(value, path -> ".".equals(path) ? path : Checks.path(path));
        }

        @POST
        public FormValidation doCheckDockerfile(@QueryParameter String value) {
            return Forms.optional(value, Checks::path);
        }

        @POST
        public FormValidation doCheckBuildArgs(@QueryParameter String value) {
            return Forms.pairs(value, name -> Names.variable("build argument", name));
        }

        @POST
        public FormValidation doCheckServices(@QueryParameter String value) {
            return Forms.lines(value, text -> Names.name("service", text));
        }

        @POST
        public FormValidation doCheckVariable(@QueryParameter String value) {
            return Forms.optional(value, text -> Names.variable("variable", text));
        }
    }
}
