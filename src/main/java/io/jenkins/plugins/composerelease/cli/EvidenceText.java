package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the health gate saw of a failed service, for the screen. */
final class EvidenceText {
    private EvidenceText() {}

    /**
     * @param mask hides secrets; sees texts as they were, since indented or cleaned lines of a secret are none any more
     */
    static Optional<String> of(ReleaseException e, UnaryOperator<String> mask) {
        return evidence(e).map(evidence -> of(evidence, mask));
    }

    static Optional<Evidence> evidence(RuntimeException e) {
        return e instanceof NotHealthyException unhealthy
                ? Optional.ofNullable(unhealthy.evidence())
                : e instanceof DeployFailedException failed ? failed.evidence() : Optional.empty();
    }

    private static String of(Evidence evidence, UnaryOperator<String> mask) {
        List<String> facts = new ArrayList<>(List.of(evidence.state(), "health " + evidence.health()));
        if (!evidence.reason().isEmpty()) {
            facts.add(0, evidence.reason());
        }
        evidence.exitCode().ifPresent(code -> facts.add("exit code " + code));
        if (evidence.outOfMemory()) {
            facts.add("out of memory");
        }
        if (evidence.restarts() > 0) {
            facts.add("restarted " + evidence.restarts() + " times");
        }
        if (!evidence.blocks().isEmpty()) {
            facts.add("blocks " + String.join(", ", evidence.blocks()));
        }
        StringBuilder text = new StringBuilder("Service '" + evidence.service() + "': " + String.join(", ", facts));
        lines(
                text,
                "Last health checks",
                evidence.healthChecks().stream().map(mask).toList());
        lines(
                text,
                "Last log lines",
                mask.apply(String.join("\n", evidence.logLines())).lines().toList());
        return text.toString();
    }

    private static void lines(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("\n  ").append(title);
            lines.forEach(line -> text.append("\n    ").append(line.replaceAll("[\\p{Cntrl}&&[^\\t]]", "")));
        }
    }
}
