package io.jenkins.plugins.composerelease.engine.report;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The run that a report comes from.
 *
 * @param name unique name as people say it, for example {@code shop #12}; on the command line the release's id
 * @param url its page
 * @param branch Git branch
 * @param commit Git revision
 */
public record Run(String name, Optional<String> url, Optional<String> branch, Optional<String> commit) {

    /** Hidden marker of what this run wrote. */
    public String marker() {
        return Marker.of("build", List.of(name, url.orElse("")));
    }

    /** Hidden marker of the comment by which this run closes an issue. */
    public String resolvedMarker() {
        return Marker.of("resolved", List.of(name, url.orElse("")));
    }

    /** The same without secrets and control characters. */
    public Run masked(UnaryOperator<String> mask) {
        UnaryOperator<String> hide = text -> PlainText.masked(text, mask);
        return new Run(hide.apply(name), url.map(hide), branch.map(hide), commit.map(hide));
    }
}
