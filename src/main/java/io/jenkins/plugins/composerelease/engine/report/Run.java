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

    Run masked(UnaryOperator<String> mask) {
        return new Run(mask.apply(name), url.map(mask), branch.map(mask), commit.map(mask));
    }
}
