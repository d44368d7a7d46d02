package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.composerelease.config.Forms;
import io.jenkins.plugins.composerelease.config.ImageEntry;
import io.jenkins.plugins.composerelease.engine.model.CacheMode;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Step {@code publishImages}. */
public final class PublishImagesStep extends TaggingStep {
    private static final long serialVersionUID = 1L;
    private static final int PARALLEL = 2;
    private static final String NO_CACHE = "none";

    /** Shows all that builds print. */
    static final String ALL = "all";

    static final List<String> BUILD_LOGS = List.of(ALL, "failing");

    private final List<ImageEntry> images;
    private List<String> services;
    private List<String> files;
    private String registryUrl; // the endpoint's own class is not serializable
    private String registryCredentialsId;
    private String application;
    private boolean push = true;
    private List<String> branches;
    private List<String> harmlessFiles;
    private String cache = NO_CACHE;
    private String buildLog = ALL;
    private boolean archive = true;
    private boolean rebuild;
    private boolean allowModified;
    private int parallel = PARALLEL;
    private String timeout;

    @DataBoundConstructor
    public PublishImagesStep(List<ImageEntry> images) {
        this.images = images == null || images.isEmpty() ? null : new ArrayList<>(images);
    }

    /** Null means those that the compose files build. */
    public List<ImageEntry> getImages() {
        return images == null ? null : new ArrayList<>(images);
    }

    /** Services of the compose files whose images are published; null means all that are built. */
    public List<String> getServices() {
        return services;
    }

    @DataBoundSetter
    public void setServices(List<String> services) {
        this.services = StepLines.of(services);
    }

    /** Compose files that describe images; null means those that Compose finds. */
    public List<String> getFiles() {
        return files;
    }

    @DataBoundSetter
    public void setFiles(List<String> files) {
        this.files = StepLines.of(files);
    }

    /** Null means the first one of Manage Jenkins, System. */
    public DockerRegistryEndpoint getRegistry() {
        return registryUrl == null ? null : new DockerRegistryEndpoint(registryUrl, registryCredentialsId);
    }

    @DataBoundSetter
    public void setRegistry(DockerRegistryEndpoint registry) {
        registryUrl = registry == null ? null : Util.fixNull(registry.getUrl());
        registryCredentialsId = registry == null ? null : registry.getCredentialsId();
    }

    public String getApplication() {
        return application;
    }

    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    public boolean isPush() {
        return push;
    }

    @DataBoundSetter
    public void setPush(boolean push) {
        this.push = push;
    }

    /** Null means all. */
    public List<String> getBranches() {
        return branches;
    }

    @DataBoundSetter
    public void setBranches(List<String> branches) {
        this.branches = StepLines.of(branches);
    }

    public List<String> getHarmlessFiles() {
        return harmlessFiles;
    }

    @DataBoundSetter
    public void setHarmlessFiles(List<String> harmlessFiles) {
        this.harmlessFiles = StepLines.of(harmlessFiles);
    }

    /** Also of a step that Jenkins kept before there was this parameter. */
    public String getCache() {
        return cache == null ? NO_CACHE : cache;
    }

    @DataBoundSetter
    public void setCache(String cache) {
        this.cache = Util.fixEmptyAndTrim(cache) == null ? NO_CACHE : cache.trim();
    }

    /** Also of a step that Jenkins kept before there was this parameter. */
    public String getBuildLog() {
        return buildLog == null ? ALL : buildLog;
    }

    @DataBoundSetter
    public void setBuildLog(String buildLog) {
        this.buildLog = Util.fixEmptyAndTrim(buildLog) == null ? ALL : buildLog.trim();
    }

    public boolean isArchive() {
        return archive;
    }

    @DataBoundSetter
    public void setArchive(boolean archive) {
        this.archive = archive;
    }

    public boolean isRebuild() {
        return rebuild;
    }

    @DataBoundSetter
    public void setRebuild(boolean rebuild) {
        this.rebuild = rebuild;
    }

    public boolean isAllowModified() {
        return allowModified;
    }

    @DataBoundSetter
    public void setAllowModified(boolean allowModified) {
        this.allowModified = allowModified;
    }

    public int getParallel() {
        return parallel;
    }

    @DataBoundSetter
    public void setParallel(int parallel) {
        this.parallel = parallel;
    }

    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new PublishExecution(this, context);
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "publishImages";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PublishImagesStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }

        @POST
        public ListBoxModel doFillBuildLogItems() {
            return box(BUILD_LOGS);
        }

        @POST
        public ListBoxModel doFillCacheItems() {
            return box(CacheMode.labels());
        }

        @POST
        public FormValidation doCheckTags(@QueryParameter String value) {
            return Forms.lines(value, rule -> TagRule.parse(rule).label());
        }

        @POST
        public FormValidation doCheckShaPrefix(@QueryParameter String value) {
            return Forms.optional(value, Checks::tagPrefix);
        }

        @POST
        public FormValidation doCheckVersionPrefix(@QueryParameter String value) {
            return Forms.optional(value, Checks::tagPrefix);
        }

        @POST
        public FormValidation doCheckServices(@QueryParameter String value) {
            return Forms.lines(value, service -> Names.name("service", service));
        }

        @POST
        public FormValidation doCheckBranches(@QueryParameter String value) {
            return Forms.lines(value, branch -> Names.argument("branch", branch));
        }

        private static ListBoxModel box(List<String> words) {
            ListBoxModel box = new ListBoxModel();
            words.forEach(box::add);
            return box;
        }
    }
}
