package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class EvidenceTextTest {
    /** The lines are indented on the screen, and the last one is too short to be hidden alone. */
    @Test
    public void hidesEveryLineOfASecretWithSeveralLines() {
        Masker masker = Masker.of(List.of(Secret.of("first-line-of-key\nsecond-line-of-key\nsh0rt=\n")));
        List<String> log = List.of("before", "first-line-of-key", "second-line-of-key", "sh0rt=", "after");
        Evidence evidence = new Evidence(
                "web",
                "became unhealthy",
                "web-1",
                "running",
                "unhealthy",
                Optional.empty(),
                false,
                0,
                List.of(String.join("\n", log)),
                log,
                List.of());
        String text = EvidenceText.of(new NotHealthyException("unhealthy", "", evidence), masker::mask)
                .orElseThrow();
        assertThat(text).contains("before", "****", "after").doesNotContain("line-of-key", "sh0rt=");
    }
}
