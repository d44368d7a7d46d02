package io.jenkins.plugins.composerelease.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** One list of secrets, in whatever place of the configuration it stands. */
public class SecretItemTest {
    private static final String EXACT = " $pa$$ 'w\"o\\rd ö😀 \r\n";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Secret> hidden = new ArrayList<>();

    @Test
    public void deliversTheExactBytesOfVariablesThatAreVariablesAlready() {
        assertThat(bindings(
                        "{env: A, value: 'env:EXACT'}, {env: B, value: 'base64:CODED'}, {file: c, value: 'env:EXACT'}"))
                .extracting(SecretBinding::value)
                .containsExactly(Secret.of(EXACT), Secret.of(EXACT), Secret.of(EXACT));
    }

    @Test
    public void takesOneLineEndFromAVariableThatAFileOrACommandGives() throws IOException {
        Files.writeString(folder.getRoot().toPath().resolve("f"), "hunter22\n\n");
        assertThat(
                        bindings(
                                "{env: A, value: 'file:f'}, {env: B, value: 'command:echo hunter22'}, {file: c, value: 'file:f'}"))
                .extracting(SecretBinding::value)
                .containsExactly(Secret.of("hunter22\n"), Secret.of("hunter22"), Secret.of("hunter22\n\n"));
    }

    @Test
    public void givesEachVariableOfAFileAndHidesWhatIsNotOrdinary() throws IOException {
        Files.writeString(
                folder.getRoot().toPath().resolve("prod.env"), "PW='hunter22 '\nWORKERS=4\nDB_PASSWORD=12345\n");
        assertThat(bindings("{dotenv: true, value: 'file:prod.env'}, {file: PW, value: 'env:EXACT'}"))
                .containsExactly(
                        new SecretBinding(Kind.ENV, "PW", Secret.of("hunter22 "), true, "file:prod.env"),
                        new SecretBinding(Kind.ENV, "WORKERS", Secret.of("4"), false, "file:prod.env"),
                        new SecretBinding(Kind.ENV, "DB_PASSWORD", Secret.of("12345"), true, "file:prod.env"),
                        new SecretBinding(Kind.FILE, "PW", Secret.of(EXACT), true, "env:EXACT"));
        assertThat(hidden).containsExactly(Secret.of("hunter22 "), Secret.of("12345"), Secret.of(EXACT));
    }

    @Test
    public void deliversWhatIsOpenWithoutHidingIt() {
        assertThat(bindings(
                        "{env: USER, value: 'env:SHORT', open: true}, {file: user, value: 'env:SHORT', open: true}"))
                .extracting(SecretBinding::name, SecretBinding::hidden)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("USER", false),
                        org.assertj.core.groups.Tuple.tuple("user", false));
        assertThat(hidden).isEmpty();
        refused("{env: USER, value: 'env:SHORT', open: false}", "'env:SHORT'", "only 1 or 2 characters");
    }

    @Test
    public void saysWhereASecretComesFrom() {
        assertThat(bindings("{env: A, value: 'env:EXACT'}, {env: B, value: 'command:echo --token hunter22'},"
                        + " {env: C, value: 'base64:CODED', credential: 'shop db'}"))
                .extracting(SecretBinding::source)
                .containsExactly("env:EXACT", "command:echo", "shop db");
    }

    @Test
    public void refusesWhatIsNoVariableOrIsThereTwice() throws IOException {
        Files.writeString(folder.getRoot().toPath().resolve("prod.env"), "A=hunter22\nB=hunter23\n");
        Files.writeString(folder.getRoot().toPath().resolve("bad.env"), "A=hunter22\nhunter23\n");
        refused("{env: A, value: 'base64:BINARY'}", "secrets[0].value", "variable 'A' cannot hold it", "file instead");
        refused(
                "{dotenv: true, value: 'file:prod.env'}, {env: B, value: 'env:EXACT'}",
                "secrets[1]",
                "'B' is there twice");
        refused("{dotenv: true, value: 'file:bad.env'}", "secrets[0].value", "'file:bad.env'", "Line 2");
        refused("{dotenv: true, env: A, value: 'env:EXACT'}", "one of 'file', 'env' and 'dotenv'");
        refused("{dotenv: false, value: 'env:EXACT'}", "one of 'file', 'env' and 'dotenv'");
        refused("{dotenv: true, open: true, value: 'file:prod.env'}", "'open' is for a single value");
    }

    /** What only tears down, or looks, needs no value, and so no file of them. */
    @Test
    public void readsNothingWhereNoValueIsNeeded() {
        assertThat(ReleaseFile.parse("r", yaml("{dotenv: true, value: 'file:none.env'}"), false, directory())
                        .composeToRemove()
                        .secrets())
                .isEmpty();
    }

    private void refused(String items, String... expected) {
        assertThatThrownBy(() -> bindings(items))
                .hasMessageContainingAll(expected)
                .hasMessageNotContaining("hunter2");
    }

    private List<SecretBinding> bindings(String items) {
        Map<String, String> environment = Map.of(
                "EXACT",
                EXACT,
                "SHORT",
                "sa",
                "CODED",
                Base64.getEncoder().encodeToString(EXACT.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "BINARY",
                Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff, 1, 2, 3}));
        return ReleaseFile.parse("r", yaml(items), false, directory())
                .secrets(new CliSecrets(environment, directory(), hidden::add));
    }

    private static String yaml(String items) {
        return "application: shop\ncompose: {files: [none.yaml]}\nsecrets: [" + items + "]\n";
    }

    private Path directory() {
        return folder.getRoot().toPath();
    }
}
