package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.HttpUrl;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sends a request to a container. */
final class HttpCheck implements Probe {
    private final Condition.Http condition;
    private final HttpUrl url;
    private final ExpectedAnswer expected;
    private final Reach reach;

    HttpCheck(Condition.Http condition, Reach reach) {
        this.condition = condition;
        this.url = HttpUrl.parse(condition.url());
        this.expected = new ExpectedAnswer(condition.status(), condition.body().map(Pattern::compile));
        this.reach = reach;
    }

    @Override
    public Optional<String> attempt(Deadline deadline) {
        return expected.missing(() -> reach.talk(
                        url.port(),
                        deadline,
                        (address, port, direct, own) -> HttpProbe.get(url, address, port, Map.of(), own)))
                .map(missing -> condition.url() + " " + missing);
    }
}
