package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.ComposeDialect;
import io.jenkins.plugins.composerelease.testing.ExactBytes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Every byte of a secret arrives in a container of a local stack, whichever way the compose file takes. */
@RunWith(Parameterized.class)
public class SecretBytesIT {
    private static final Map<String, String> VALUES = ExactBytes.values();

    @Parameters(name = "{0}")
    public static List<ComposeDialect> dialects() {
        return List.of(ComposeDialect.PLUGIN, ComposeDialect.ONE);
    }

    @Rule
    public final StackBed bed;

    public SecretBytesIT(ComposeDialect dialect) {
        bed = new StackBed("g-proof-bytes", dialect);
    }

    @Test
    public void arriveByInterpolationByNameAndAsFiles() throws IOException {
        write("");
        JsonNode up = bed.up();
        assertArrived();
        bed.assertThatAnotherComposeRecreatesNothing(up, VALUES);
    }

    /** With free ports Compose reads its own resolved configuration again. */
    @Test
    public void arriveThroughTheGeneratedConfiguration() throws IOException {
        write("freePorts: true");
        JsonNode up = bed.up();
        assertArrived();
        bed.assertThatAnotherComposeRecreatesNothing(up);
    }

    @Test
    public void arriveThroughVariablesInAnEnvFile() throws IOException {
        write("");
        StringBuilder file = new StringBuilder();
        VALUES.keySet().forEach(name -> file.append("F_" + name + "=${" + name + "}\n"));
        bed.write("web.env", file.toString());
        bed.write("more.yaml", "services: {web: {env_file: [web.env]}}");
        release("files: [compose.yaml, more.yaml]");
        bed.up();
        Map<String, String> expected = new LinkedHashMap<>();
        VALUES.forEach((name, value) -> expected.put("F_" + name, value));
        assertThat(environment()).containsAllEntriesOf(expected);
    }

    private void write(String compose) throws IOException {
        StringBuilder yaml =
                new StringBuilder("services:\n  web:\n    image: IMAGE\n    command: [sleep, '600']\n    init: true\n"
                        + "    ports: ['127.0.0.1::80']\n    environment:\n");
        VALUES.keySet()
                .forEach(name -> yaml.append("      I_" + name + ": \"${" + name + "}\"\n      " + name + ":\n"));
        yaml.append("    secrets: [" + String.join(", ", VALUES.keySet()).toLowerCase(Locale.ROOT) + "]\nsecrets:\n");
        VALUES.keySet().forEach(name -> yaml.append("  " + name.toLowerCase(Locale.ROOT) + ": {file: ./none}\n"));
        bed.write("compose.yaml", yaml.toString());
        release(compose);
    }

    private void release(String compose) throws IOException {
        StringBuilder release = new StringBuilder("application: shop\ncompose: {project: " + bed.project()
                + (compose.isEmpty() ? "" : ", ") + compose + "}\nsecrets:\n");
        VALUES.forEach((name, value) -> {
            bed.variable("GIVEN_" + name, ExactBytes.base64(value));
            release.append("  - {env: " + name + ", value: 'base64:GIVEN_" + name + "'}\n  - {file: "
                    + name.toLowerCase(Locale.ROOT) + ", value: 'base64:GIVEN_" + name + "'}\n");
        });
        bed.write("release.yaml", release.toString());
    }

    private void assertArrived() {
        Map<String, String> expected = new LinkedHashMap<>();
        VALUES.forEach((name, value) -> {
            expected.put("I_" + name, value);
            expected.put(name, value);
        });
        assertThat(environment()).containsAllEntriesOf(expected);
        VALUES.forEach((name, value) -> assertThat(ExactBytes.text(
                        bed.exec("web", "base64", "-w0", "/run/secrets/" + name.toLowerCase(Locale.ROOT))))
                .as("file " + name)
                .isEqualTo(value));
    }

    private Map<String, String> environment() {
        return ExactBytes.environment(bed.exec("web", "base64", "-w0", "/proc/1/environ"));
    }
}
