package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class MaskedJsonTest {
    private static final String LINES = "prod\nab12\ncd34\nlong enough line\n";

    @Test
    public void keepsItemsOfListsThatAreTheStartOfASecret() {
        record Result(List<String> profiles, List<List<String>> files) {}
        Result result = new Result(List.of("prod", "ab12", "long enough line"), List.of(List.of("prod")));
        assertThat(masked(result, LINES))
                .isEqualTo("{\"profiles\":[\"prod\",\"ab12\",\"****\"],\"files\":[[\"prod\"]]}");
    }

    @Test
    public void hidesTheShortLinesOfASecretInALog() {
        record Evidence(List<String> logLines, List<String> services) {}
        record Result(Map<String, Evidence> seen, List<String> log) {}
        List<String> lines = List.of("begin", "prod", "ab12", "cd34", "ab12");
        Result result = new Result(Map.of("web", new Evidence(lines, lines)), lines);
        String hidden = "[\"begin\",\"****\",\"****\",\"****\",\"ab12\"]";
        assertThat(masked(result, LINES))
                .isEqualTo("{\"seen\":{\"web\":{\"logLines\":" + hidden
                        + ",\"services\":[\"begin\",\"prod\",\"ab12\",\"cd34\",\"ab12\"]}},\"log\":" + hidden + "}");
    }

    private static String masked(Object value, String secret) {
        return Json.line(MaskedJson.of(value, Masker.of(List.of(Secret.of(secret)))));
    }
}
