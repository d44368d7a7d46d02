package io.jenkins.plugins.composerelease.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Descriptor;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** What administrators set in Manage Jenkins, System: targets, GitHub and registries. */
@Extension
@Symbol("composeRelease")
public final class ComposeReleaseConfiguration extends GlobalConfiguration {
    private List<ComposeHost> targets = new ArrayList<>();
    private GitHubSettings gitHub;
    private List<DockerRegistryEndpoint> registries = new ArrayList<>();

    public ComposeReleaseConfiguration() {
        load();
    }

    public static ComposeReleaseConfiguration get() {
        return ExtensionList.lookupSingleton(ComposeReleaseConfiguration.class);
    }

    @Override
    @NonNull
    public String getDisplayName() {
        return Messages.ComposeReleaseConfiguration_displayName();
    }

    /** The administrator's target of that name. */
    public Optional<ComposeHost> target(String name) {
        return getTargets().stream()
                .filter(target -> target.targetName().equals(name))
                .findFirst();
    }

    public synchronized List<ComposeHost> getTargets() {
        return Lines.copy(targets);
    }

    /** @throws IllegalArgumentException if one is not valid, has no name, or two have the same */
    @DataBoundSetter
    public synchronized void setTargets(List<ComposeHost> targets) {
        check(Lines.copy(targets));
        this.targets = Lines.copy(targets);
        save();
    }

    /** Null when nothing is set. */
    public synchronized GitHubSettings getGitHub() {
        return gitHub;
    }

    @DataBoundSetter
    public synchronized void setGitHub(GitHubSettings gitHub) {
        this.gitHub = gitHub;
        save();
    }

    public synchronized List<DockerRegistryEndpoint> getRegistries() {
        return Lines.copy(registries);
    }

    @DataBoundSetter
    public synchronized void setRegistries(List<DockerRegistryEndpoint> registries) {
        this.registries = Lines.copy(registries);
        save();
    }

    /** Everything is replaced: what the form does not hold any more was removed there. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        List<ComposeHost> newTargets = bound(request, ComposeHost.class, form, "targets");
        List<GitHubSettings> newGitHub = bound(request, GitHubSettings.class, form, "gitHub");
        List<DockerRegistryEndpoint> newRegistries = bound(request, DockerRegistryEndpoint.class, form, "registries");
        try {
            check(newTargets);
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), e, "targets");
        }
        synchronized (this) {
            targets = newTargets;
            gitHub = newGitHub.isEmpty() ? null : newGitHub.get(0);
            registries = newRegistries;
            save();
        }
        return true;
    }

    private static <T> List<T> bound(StaplerRequest2 request, Class<T> type, JSONObject form, String key) {
        List<T> list = new ArrayList<>();
        for (Object item : form.has(key) ? JSONArray.fromObject(form.get(key)) : new JSONArray()) {
            list.add(Descriptor.bindJSON(request, type, (JSONObject) item));
        }
        return list;
    }

    private static void check(List<ComposeHost> targets) {
        Set<String> names = new HashSet<>();
        for (ComposeHost target : targets) {
            try {
                String name = Names.name("target", target.getName());
                if (!names.add(name)) {
                    throw new IllegalArgumentException(
                            "Target '" + name + "' is there twice. Give each target a name of its own.");
                }
                target.request(RequestSecrets.unresolved());
            } catch (ReleaseException | AbortException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }
}
