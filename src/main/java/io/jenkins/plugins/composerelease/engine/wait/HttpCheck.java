package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sends a request to a container. */
final class HttpCheck implements Probe {
    private final Condition.Http condition;
    private final URI uri;
    private final Optional<Pattern> body;
    private final Reach reach;

    HttpCheck(Condition.Http condition, Reach reach) {
        this.condition = condition;
        this.uri = URI.create(condition.url());
        this.body = condition.body().map(Pattern::compile);
        this.reach = reach;
    }

    @Override
    public Optional<String> attempt(Deadline deadline) {
        HttpProbe.Answer answer;
        try {
            answer = reach.talk(
                    HttpProbe.port(uri),
                    deadline,
                    (address, port, direct, own) -> HttpProbe.get(uri, address, port, Map.of(), own));
        } catch (ConnectException e) {
            return Optional.of(condition.url() + " gave no answer: connection refused");
        } catch (IOException e) {
            return Optional.of(condition.url() + " gave no answer: " + Text.printable(String.valueOf(e.getMessage())));
        }
        if (answer.status() != condition.status()) {
            return Optional.of(condition.url() + " answered status " + answer.status() + begins(answer));
        }
        return body.filter(pattern -> !pattern.matcher(answer.body()).find())
                .map(pattern -> condition.url() + " answered status " + answer.status()
                        + " with a body that does not match" + begins(answer));
    }

    private static String begins(HttpProbe.Answer answer) {
        return answer.body().isBlank()
                ? ", its body is empty"
                : ", its body begins '" + Text.printable(answer.body().strip()) + "'";
    }
}
