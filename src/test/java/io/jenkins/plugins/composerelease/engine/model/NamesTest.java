package io.jenkins.plugins.composerelease.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class NamesTest {
    private static final List<String> HOSTILE = List.of(
            "",
            "-x",
            "--privileged",
            "a b",
            "$(id)",
            "a;b",
            "a\nb",
            "../x",
            "a/../b",
            "a\u0000b",
            "a\u001b[0m",
            "`id`");

    @Test
    public void refusesHostileNamesEverywhere() {
        for (String bad : HOSTILE) {
            assertThatThrownBy(() -> Names.name("service", bad)).as(bad).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> Names.project(bad)).as(bad).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> Names.host(bad)).as(bad).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> Names.user(bad)).as(bad).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> Names.variable("variable", bad)).as(bad).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> Names.revision(bad)).as(bad).isInstanceOf(InvalidInputException.class);
        }
        for (String bad : List.of("", "/etc/passwd", "../x", "a/../b", "..", "a/..", "-f", "a\nb")) {
            assertThatThrownBy(() -> Names.relativePath("file", bad)).as(bad).isInstanceOf(InvalidInputException.class);
        }
        for (String bad : List.of("", "srv", "/srv/../etc", "/srv/..", "/a\nb")) {
            assertThatThrownBy(() -> Names.absolutePath("directory", bad))
                    .as(bad)
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    public void showsControlCharactersEscaped() {
        assertThatThrownBy(() -> Names.name("service", "a\u001b[31mb\n"))
                .hasMessage("service 'a\\u001b[31mb\\u000a' is not valid. Use letters, digits, '.', '_' and '-',"
                        + " starting with a letter or digit.");
    }

    @Test
    public void acceptsOrdinaryNames() {
        assertThat(Names.name("service", "web-1.blue_x")).isEqualTo("web-1.blue_x");
        assertThat(Names.host("web1.example.com")).isEqualTo("web1.example.com");
        assertThat(Names.host("fe80::1")).isEqualTo("fe80::1");
        assertThat(Names.relativePath("file", "deploy/..well/compose.yaml")).isEqualTo("deploy/..well/compose.yaml");
    }

    @Test
    public void aCommandTakesNoNulAndNoOddVariable() {
        assertThatThrownBy(() -> Command.of("x", "echo", "a\0b")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Command.of("x", "echo").withEnvironment(Map.of("A=B", "c")))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Command.of("x", "echo").withSecrets(Map.of("A\n", Secret.of("geheim"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("geheim");
    }

    @Test
    public void nothingShowsASecret() {
        Secret secret = Secret.of("geheim");
        Command command =
                Command.of("x", "echo").withSecrets(Map.of("A", secret)).withStdin(secret);
        assertThat(command.toString() + secret + Optional.of(secret)).doesNotContain("geheim");
        assertThat(new SecretBinding(SecretBinding.Kind.ENV, "A", secret).toString())
                .doesNotContain("geheim");
    }
}
