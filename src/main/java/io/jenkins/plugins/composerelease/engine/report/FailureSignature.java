package io.jenkins.plugins.composerelease.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What makes two failures the same: scope, phase, service, and the error without what differs from run to run.
 *
 * @param marker hidden marker of the issue of this signature
 */
public record FailureSignature(String marker) {
    private static final int COMPARED = 2000;
    private static final List<Rule> RULES = List.of(
            rule("\\b\\d{8}T\\d{9}Z-[0-9a-f]{7}\\b", "<release>"),
            rule(
                    "\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?)?(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))?",
                    "<time>"),
            rule("\\b\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?\\b(?!:)", "<time>"),
            rule("(?:/tmp|/var/tmp|/var/folders|/dev/shm|/run/user)/[^\\s'\"`,;:)\\]}]*", "<path>"),
            rule("/[^\\s'\"`,;:)\\]}]*/workspace/[^\\s'\"`,;:)\\]}]*", "<path>"),
            rule("sha256:[0-9a-f]{7,64}", "<id>"),
            rule("\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b", "<id>"),
            rule("\\b0x[0-9a-fA-F]+\\b", "<id>"),
            // As a number, because an id may happen to have digits only.
            rule("\\b(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,64}\\b", "<n>"),
            rule("\\b\\d+(?:[.,]\\d+)? ?(?:ns|µs|us|ms|s|secs?|seconds?|min|minutes?|h|hours?)\\b", "<duration>"),
            rule("<duration>(?: <duration>)*", "<duration>"),
            rule("\\d+(?:[.,]\\d+)*", "<n>"),
            rule("\\s+", " "));

    /** The signature of a failure that has been masked. */
    public static FailureSignature of(Failure failure) {
        List<String> fields = new ArrayList<>(failure.scope().fields());
        fields.addAll(List.of(failure.phase(), failure.service().orElse(""), normalise(failure.error())));
        return new FailureSignature(Marker.of("signature", fields));
    }

    /**
     * The error with times, durations, ids, paths of temporary and workspace directories and numbers replaced by
     * placeholders; the first 2,000 characters of it.
     */
    static String normalise(String error) {
        String text = error.substring(0, Math.min(error.length(), COMPARED));
        for (Rule rule : RULES) {
            text = rule.pattern().matcher(text).replaceAll(rule.placeholder());
        }
        return text.strip();
    }

    private static Rule rule(String pattern, String placeholder) {
        return new Rule(Pattern.compile(pattern), placeholder);
    }

    private record Rule(Pattern pattern, String placeholder) {}
}
