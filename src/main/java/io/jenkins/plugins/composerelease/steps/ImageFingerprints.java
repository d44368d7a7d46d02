package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Run;
import hudson.tasks.Fingerprinter.FingerprintAction;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.docker.commons.fingerprint.DockerFingerprints;

/** Jenkins' record of which builds published and released an image: its digest's fingerprint finds them. */
final class ImageFingerprints {
    private final Run<?, ?> run;
    private final Map<String, String> hashes = new LinkedHashMap<>();

    ImageFingerprints(Run<?, ?> run) {
        this.run = run;
    }

    /** @param images in the form of {@code release-images.json} */
    ImageFingerprints add(JsonNode images) {
        for (JsonNode image : images.path("images")) {
            String reference = image.path("reference").asText();
            int at = reference.indexOf("@sha256:");
            if (at > 0) {
                // A fingerprint has half the digits of a digest; docker-commons takes the same half.
                String hash = DockerFingerprints.getFingerprintHash(reference.substring(at + 1));
                hashes.put(image.path("name").asText() + "@" + reference.substring(at + 1), hash);
            }
        }
        return this;
    }

    /** @param hash MD5 of a file */
    void add(String file, String hash) {
        hashes.put(file, hash);
    }

    /** Tells Jenkins that this build made or used them. */
    void save() throws IOException {
        if (hashes.isEmpty()) {
            return;
        }
        for (Map.Entry<String, String> entry : hashes.entrySet()) {
            Jenkins.get()
                    .getFingerprintMap()
                    .getOrCreate(run, entry.getKey(), entry.getValue())
                    .addFor(run);
        }
        FingerprintAction known = run.getAction(FingerprintAction.class);
        if (known == null) {
            run.addAction(new FingerprintAction(run, hashes));
        } else {
            known.add(hashes);
        }
        run.save();
    }
}
