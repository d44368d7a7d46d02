package io.jenkins.plugins.composerelease.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ChallengeTest {
    @Test
    public void readsQuotedAndBareParameters() {
        assertThat(Challenge.of(List.of("Bearer realm=\"https://a/t,x\", service=reg,scope=\"a:b:pull,push\"")))
                .contains(new Challenge(
                        "bearer", Map.of("realm", "https://a/t,x", "service", "reg", "scope", "a:b:pull,push")));
    }

    @Test
    public void prefersBearer() {
        assertThat(Challenge.of(List.of("Basic realm=\"x\"", "bearer realm=\"https://y\"")))
                .contains(new Challenge("bearer", Map.of("realm", "https://y")));
        assertThat(Challenge.of(List.of("Basic realm=\"x\", Bearer realm=\"https://y\"")))
                .contains(new Challenge("bearer", Map.of("realm", "https://y")));
    }

    @Test
    public void readsBasic() {
        assertThat(Challenge.of(List.of("basic realm=\"a \\\"b\\\" Bearer\"")))
                .contains(new Challenge("basic", Map.of("realm", "a \"b\" Bearer")));
        assertThat(Challenge.of(List.of("Basic"))).contains(new Challenge("basic", Map.of()));
    }

    @Test
    public void understandsNothingElse() {
        assertThat(Challenge.of(List.of())).isEmpty();
        assertThat(Challenge.of(List.of("Negotiate abc=="))).isEmpty();
    }
}
