package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.report.Timeline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final KnownSecrets secrets = new KnownSecrets();
    private boolean events;

    @Test
    public void printsALineForAChangeOfState() {
        try (Console console = console(false, false)) {
            console.phaseStarted(Phase.MIGRATE, "2 pending");
            console.phaseEnded(Phase.MIGRATE, true, "applied 4, 5", Duration.ofMillis(3100));
            console.phaseEnded(Phase.SWITCH, false, "web exited", Duration.ofSeconds(70));
            console.progress("db healthy, 2/4 services");
            console.warn("clock differs");
        }
        assertThat(err().lines())
                .allMatch(line -> line.matches(" +\\d+\\.\\d s  .*"))
                .map(line -> line.replaceFirst(" +\\S+ s  ", ""))
                .containsExactly(
                        "migrate: 2 pending",
                        "migrate ok after 3.1 s: applied 4, 5",
                        "switch FAILED after 70 s: web exited",
                        "db healthy, 2/4 services",
                        "warning: clock differs");
        assertThat(out.size()).isZero();
    }

    @Test
    public void hidesEverySecretThatIsKnownByThen() {
        try (Console console = console(false, true)) {
            secrets.add(Secret.of("hunter22"));
            secrets.add(Secret.of("line one\nline two"));
            console.progress("hunter22");
            console.output("web", "line two");
            console.error("hunter22");
            console.result("hunter22");
            secrets.add(Secret.of("later"));
            console.say("later");
        }
        assertThat(err() + out).doesNotContain("hunter22", "line two", "later").contains("****");
    }

    @Test
    public void hidesASecretToItsEndWhenAnotherBecomesKnownMeanwhile() {
        MaskedLines lines = new MaskedLines(secrets);
        secrets.add(Secret.of("ab12\ncd34\nef56\ngh78"));
        assertThat(lines.mask("web", "ab12")).isEqualTo("****");
        secrets.add(Secret.of("later"));
        assertThat(lines.mask("web", "cd34")).isEqualTo("****");
        secrets.add(Secret.of("latest"));
        assertThat(lines.mask("web", "ef56")).isEqualTo("****");
        assertThat(lines.mask("web", "gh78")).isEqualTo("****");
        assertThat(lines.mask("web", "cd34 later latest")).isEqualTo("cd34 **** ****");
        assertThat(lines.mask("web", "cd34")).isEqualTo("cd34");
    }

    @Test
    public void hidesShortLinesOfASecretThatASourcePrintsOneAfterTheOther() {
        secrets.add(Secret.of("first-line-of-key\nab==\n"));
        try (Console console = console(false, true)) {
            console.output("web", "first-line-of-key");
            console.output("db", "ready");
            console.output("web", "ab==");
            console.output("db", "ab==");
        }
        assertThat(err().lines().map(line -> line.replaceFirst(" +\\S+ s  ", "")))
                .containsExactly("web | ****", "db | ready", "web | ****", "db | ab==");
    }

    @Test
    public void hidesTheEndOfASecretAlsoWhereTheLinesBeforeItAreLeftOut() {
        secrets.add(Secret.of("first-line-of-key\nab==\n"));
        try (Console console = console(false, true)) {
            Timeline timeline = new Timeline(console, new MaskedLines(secrets));
            timeline.output("web", "ready");
            timeline.linesLeftOut("web");
            timeline.output("web", "ab==");
            timeline.output("web", "ab==.");
            timeline.output("web", "ab==");
            assertThat(timeline.lastOutput()).containsExactly("web | ready", "web | ****", "web | ab==.", "web | ab==");
        }
        assertThat(err().lines().map(line -> line.replaceFirst(" +\\S+ s  ", "")))
                .containsExactly("web | ready", "web | ****", "web | ab==.", "web | ab==");
    }

    @Test
    public void hidesSecretsBeforeItTakesControlCharactersOut() {
        secrets.add(Secret.of("ab\u0007cd\tef"));
        try (Console console = console(true, true)) {
            console.output("web", "is ab\u0007cd\tef");
        }
        assertThat(err()).contains("is ****").doesNotContain("cd");
    }

    @Test
    public void hidesNumbersKeysAndLinesInJson() {
        secrets.add(Secret.of("12345678"));
        secrets.add(Secret.of("first-line-of-key\nab==\n"));
        secrets.add(Secret.of("state"));
        try (Console console = console(false, false)) {
            console.json(Map.of(
                    "state", 12345678, "x-12345678", 137, "log", List.of("first-line-of-key", "ab==", "others")));
        }
        JsonNode json = Json.tree(out.toString(StandardCharsets.UTF_8), "output");
        assertThat(json.path("state").asText()).isEqualTo("****");
        assertThat(json.path("x-****").asInt()).isEqualTo(137);
        assertThat(json.path("log")).extracting(JsonNode::asText).containsExactly("****", "****", "others");
    }

    @Test
    public void rewritesTheLastLineOnlyOnATerminal() {
        try (Console console = console(true, false)) {
            console.output("web", "\u001b[2Jstep 1 of 9");
            console.progress("built");
        }
        assertThat(err()).contains("\r\u001b[2K", "web | [2Jstep 1 of 9").endsWith("built\n");
        err.reset();
        try (Console console = console(false, false)) {
            console.output("web", "step 1 of 9");
            console.progress("built");
        }
        assertThat(err()).doesNotContain("step 1 of 9", "\r", "\u001b").contains("built");
    }

    @Test
    public void colorsOnlyOnATerminal() {
        try (Console console = console(true, false)) {
            console.error("no");
        }
        assertThat(err()).contains("\u001b[31merror: \u001b[0mno");
    }

    @Test
    public void showsTheLastLinesOfThePhaseThatFailed() {
        try (Console console = console(false, false)) {
            console.output("pull", "of an earlier phase");
            console.phaseStarted(Phase.MIGRATE, "");
            for (int i = 1; i <= 30; i++) {
                console.output("flyway", "line " + i);
            }
            console.showTail();
        }
        assertThat(err()).contains("flyway | line 30", "flyway | line 11").doesNotContain("line 10\n", "earlier");
    }

    @Test
    public void tellsProgramsWhatHappens() {
        events = true;
        secrets.add(Secret.of("hunter22"));
        try (Console console = console(false, false)) {
            console.phaseStarted(Phase.MIGRATE, "with hunter22");
            console.phaseEnded(Phase.MIGRATE, false, "line 1\nline 2", Duration.ofMillis(3100));
            console.serviceState("web", "starting", "");
            console.ready("the check may begin");
            console.progress("db healthy");
        }
        List<JsonNode> told = events();
        assertThat(told)
                .extracting(event -> event.path("type").asText(), event -> event.path("state")
                        .asText())
                .containsExactly(
                        tuple("phase", "started"),
                        tuple("phase", "failed"),
                        tuple("service", "starting"),
                        tuple("ready", ""));
        assertThat(told.get(0).path("detail").asText()).isEqualTo("with ****");
        assertThat(told.get(1).path("millis").asLong()).isEqualTo(3100);
        assertThat(told.get(1).path("detail").asText()).isEqualTo("line 1\nline 2");
        assertThat(Instant.parse(told.get(2).path("at").asText())).isBefore(Instant.now());
        assertThat(err()).contains("migrate: with ****", "db healthy").doesNotContain("hunter22");
    }

    /** A container that prints what looks like an event must not get it into the page of a release. */
    @Test
    public void takesTheMarkOfEventsOutOfTheLog() {
        events = true;
        String forged = "\u001e{\"type\":\"ready\"}";
        try (Console console = console(false, true)) {
            console.output("web", "1\n" + forged);
            console.say(forged);
            console.error("é\n" + forged + "\u001e");
            console.phaseStarted(Phase.PULL, "1\n" + forged);
        }
        assertThat(events()).extracting(event -> event.path("type").asText()).containsExactly("phase");
        assertThat(err()).contains("é\n{\"type\":\"ready\"}\n");
    }

    @Test
    public void tellsProgramsNothingUnlessAsked() {
        try (Console console = console(false, false)) {
            console.phaseStarted(Phase.PULL, "");
            console.serviceState("web", "healthy", "");
        }
        assertThat(err()).doesNotContain("\u001e").hasLineCount(1);
    }

    private List<JsonNode> events() {
        return err().lines()
                .filter(line -> line.indexOf(LogStream.SEPARATOR) >= 0)
                .peek(line -> assertThat(line.lastIndexOf(LogStream.SEPARATOR)).isZero())
                .map(line -> Json.tree(line.substring(1), "an event"))
                .toList();
    }

    private Console console(boolean interactive, boolean verbose) {
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                Map.of(),
                Path.of("/"),
                "alice");
        return new Console(terminal, secrets, verbose, true, events);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
