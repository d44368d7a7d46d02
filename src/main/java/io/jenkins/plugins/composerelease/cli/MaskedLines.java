package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.mask.LineMasker;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.report.Timeline;
import java.util.HashMap;
import java.util.Map;

/**
 * Hides secrets in lines that come one by one from several sources, such as services: of a secret with several lines also
 * the short ones. Thread-safe.
 */
final class MaskedLines implements Timeline.Mask {
    private final KnownSecrets secrets;
    private final Map<String, LineMasker> bySource = new HashMap<>();
    private Masker masker = Masker.NONE;

    MaskedLines(KnownSecrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public synchronized void linesLeftOut(String source) {
        bySource.remove(source);
    }

    @Override
    public synchronized String mask(String source, String line) {
        Masker current = secrets.masker();
        if (current != masker) {
            bySource.replaceAll((name, lines) -> lines.with(current));
            masker = current;
        }
        return bySource.computeIfAbsent(source, name -> current.lines()).mask(line);
    }
}
