package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The labels of an image: where it comes from, and what it was built with. */
final class BuildLabels {
    static final String REVISION = "org.opencontainers.image.revision";
    static final String INPUTS = "io.jenkins.compose-release.inputs";

    /** Inputs of an image whose files differ from the commit: nobody can tell whether two of them are the same. */
    static final String MODIFIED = "modified";

    private BuildLabels() {}

    static Map<String, String> of(ImageSpec spec, GitState git, TagContext context, boolean modified) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(REVISION, git.sha());
        git.source().ifPresent(url -> labels.put("org.opencontainers.image.source", url));
        context.effectiveVersion().ifPresent(version -> labels.put("org.opencontainers.image.version", version));
        // The commit's time, not this moment's: the same commit gives the same image.
        labels.put("org.opencontainers.image.created", git.committed().toString());
        labels.put(INPUTS, modified ? MODIFIED : inputs(spec));
        return labels;
    }

    /** SHA-256 over what decides about the image beside the commit; length-prefixed, so that no two share a form. */
    static String inputs(ImageSpec spec) {
        Canonical canonical = new Canonical();
        canonical.add("inputs 1");
        canonical.add(spec.build().context());
        canonical.add(spec.build().dockerfile().orElse("Dockerfile"));
        canonical.add(spec.build().target().orElse(""));
        canonical.add("platforms of the engine");
        new TreeMap<>(spec.build().args()).forEach((key, value) -> {
            canonical.add(key);
            canonical.add(value);
        });
        return "sha256:" + Sha256.hex(canonical.bytes.toByteArray());
    }

    private static final class Canonical {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void add(String field) {
            byte[] text = field.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes((text.length + ":").getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(text);
        }
    }
}
