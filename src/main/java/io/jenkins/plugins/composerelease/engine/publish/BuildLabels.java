package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels of an image: where it comes from, and what it was built with. */
final class BuildLabels {
    static final String REVISION = "org.opencontainers.image.revision";
    static final String VERSION = "org.opencontainers.image.version";
    static final String INPUTS = "io.jenkins.compose-release.inputs";

    /** The inputs one by one, for people and for messages that say which of them differ. */
    static final String RECIPE = "io.jenkins.compose-release.recipe";

    /** Inputs of an image whose files differ from the commit: nobody can tell whether two of them are the same. */
    static final String MODIFIED = "modified";

    private BuildLabels() {}

    static Map<String, String> of(ImageSpec spec, GitState git, TagContext context, boolean modified) {
        BuildInputs inputs = new BuildInputs(spec.build());
        Map<String, String> labels = new LinkedHashMap<>(spec.build().labels());
        labels.put(REVISION, git.sha());
        git.source().ifPresent(url -> labels.putIfAbsent("org.opencontainers.image.source", url));
        context.effectiveVersion().ifPresent(version -> labels.put(VERSION, version));
        // The commit's time, not this moment's: the same commit gives the same image.
        labels.putIfAbsent("org.opencontainers.image.created", git.committed().toString());
        labels.put(INPUTS, modified ? MODIFIED : inputs.digest());
        labels.put(RECIPE, inputs.text());
        return labels;
    }
}
