package io.jenkins.plugins.composerelease.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CliSecretsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Secret> resolved = new ArrayList<>();
    private CliSecrets secrets;

    @Before
    public void setUp() {
        Map<String, String> environment = Map.of(
                "TOKEN",
                "hunter22",
                "EMPTY",
                "",
                "SHORT",
                "ab",
                "LOST",
                "caf\uFFFD",
                "BLANK",
                "    ",
                "PADDED",
                " ab ",
                "HOME",
                folder.getRoot() + "");
        secrets = new CliSecrets(environment, folder.getRoot().toPath(), resolved::add);
    }

    @Test
    public void fetchesFromTheEnvironment() {
        assertThat(secrets.resolve("env:TOKEN").reveal()).isEqualTo("hunter22");
        assertThat(resolved).containsExactly(Secret.of("hunter22"));
    }

    @Test
    public void decodesTheExactBytesOfBase64() {
        byte[] bytes = {'a', 0, (byte) 0xff, '\n', (byte) 0xc3};
        Map<String, String> environment = Map.of(
                "CODED", Base64.getEncoder().encodeToString(bytes), "EMPTY", "", "SHORT", "YWI=", "BAD", "hunter22!");
        secrets = new CliSecrets(environment, folder.getRoot().toPath(), resolved::add);
        assertThat(secrets.resolve("base64:CODED").bytes()).isEqualTo(bytes);
        assertThat(secrets.resolve("base64:EMPTY").isEmpty()).isTrue();
        refused("base64:SHORT", "'base64:SHORT'", "only 1 or 2 characters");
        refused("base64:BAD", "'base64:BAD'", "does not hold base64");
        refused("base64:NONE", "'base64:NONE'", "not set");
        refused("base64:A B", "secret variable 'A B'");
        assertThatThrownBy(() -> secrets.resolve("base64:BAD")).hasNoCause();
    }

    @Test
    public void deliversAnEmptySecretAsEmpty() {
        assertThat(secrets.resolve("env:EMPTY").isEmpty()).isTrue();
    }

    @Test
    public void keepsTheBytesOfAFile() throws IOException {
        byte[] bytes = {'a', 'b', (byte) 0xff, 0, '\r', '\n'};
        Files.write(folder.getRoot().toPath().resolve("key"), bytes);
        assertThat(secrets.resolve("file:key").bytes()).isEqualTo(bytes);
        assertThat(secrets.resolve("file:~/key").bytes()).isEqualTo(bytes);
        assertThat(CliSecrets.withoutLineEnd(secrets.resolve("file:key")).bytes())
                .isEqualTo(new byte[] {'a', 'b', (byte) 0xff, 0});
    }

    @Test
    public void runsACommandOnceAndWithoutAShell() {
        String reference = "command:printf '%s %s' \"$HOME\" ;id";
        assertThat(secrets.resolve(reference).reveal()).isEqualTo("$HOME ;id");
        assertThat(secrets.resolve(reference).reveal()).isEqualTo("$HOME ;id");
        assertThat(resolved).hasSize(1);
    }

    @Test
    public void namesTheReferenceAndNeverTheValue() throws IOException {
        Files.writeString(folder.getRoot().toPath().resolve("short"), "x\n");
        refused("env:MISSING", "'env:MISSING'", "not set");
        refused("env:SHORT", "'env:SHORT'", "only 1 or 2 characters");
        refused("file:short", "'file:short'", "only 1 or 2 characters");
        refused("env:BLANK", "'env:BLANK'", "white space only");
        refused("env:PADDED", "'env:PADDED'", "only 1 or 2 characters");
        refused("env:LOST", "LC_ALL=C.UTF-8");
        refused("file:none", "'file:none'", "could not be read");
        refused("command:/no/such/program", "could not be started");
        refused("command:sh -c 'echo hunter22 >&2; exit 3'", "exit code 3");
        refused("command:'open", "not closed");
        refused("hunter22", "not a reference");
        refused("command:", "Name a program");
        assertThat(resolved).isEmpty();
    }

    @Test
    public void givesAnOpenValueThatNothingHides() throws IOException {
        assertThat(secrets.open("env:SHORT").reveal()).isEqualTo("ab");
        assertThat(secrets.open("env:TOKEN").reveal()).isEqualTo("hunter22");
        assertThat(resolved).isEmpty();
        secrets.resolve("env:TOKEN");
        assertThat(resolved).as("the same asked for as a secret").containsExactly(Secret.of("hunter22"));
        refused("env:SHORT", "only 1 or 2 characters");
    }

    @Test
    public void hidesTheValuesOfAFileOfVariablesButNotTheOrdinaryOnes() throws IOException {
        Path file = folder.getRoot().toPath().resolve("prod.env");
        Files.writeString(
                file, "# production\nDB_PASSWORD='hunter22 '\nWORKERS=4\nDEBUG=true\nTOKEN=geheim\nPIN=4711\n");
        assertThat(secrets.variables("file:prod.env"))
                .containsExactly(
                        Map.entry("DB_PASSWORD", Secret.of("hunter22 ")),
                        Map.entry("WORKERS", Secret.of("4")),
                        Map.entry("DEBUG", Secret.of("true")),
                        Map.entry("TOKEN", Secret.of("geheim")),
                        Map.entry("PIN", Secret.of("4711")));
        secrets.variables("file:prod.env");
        assertThat(resolved).containsExactly(Secret.of("hunter22 "), Secret.of("geheim"), Secret.of("4711"));
        Files.writeString(file, "A=1\nhunter22");
        assertThatThrownBy(() ->
                        new CliSecrets(Map.of(), folder.getRoot().toPath(), resolved::add).variables("file:prod.env"))
                .hasMessageContainingAll("'file:prod.env'", "Line 2")
                .hasMessageNotContaining("hunter22");
    }

    private void refused(String reference, String... expected) {
        assertThatThrownBy(() -> secrets.resolve(reference))
                .hasMessageContainingAll(expected)
                .hasMessageNotContaining("hunter22");
    }
}
