package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.EnvVars;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class SecretVariablesTest {
    /** It goes on after the plugin was updated under it: what it persisted says nothing of variables that are no secrets. */
    @Test
    public void aBlockOfTheVersionBeforeHidesAllItsVariables() throws Exception {
        SecretVariables variables = new SecretVariables(bindings(), Map.of("KEY_FILE", "/k"));
        forget(variables);
        assertThat(variables.getSensitiveVariables()).containsExactly("PW");
        EnvVars environment = new EnvVars();
        variables.expand(environment);
        assertThat(environment).containsOnly(Map.entry("PW", "hunter22"), Map.entry("KEY_FILE", "/k"));
    }

    private static SecretBindings bindings() throws Exception {
        RequestSecrets none = RequestSecrets.unresolved();
        SecretBindings bindings = SecretBindings.of(List.of(), none, none);
        bindings.variables().put("PW", Secret.fromString("hunter22"));
        return bindings;
    }

    /** As deserialisation leaves a field that the stream does not have. */
    private static void forget(Object persisted) throws ReflectiveOperationException {
        Field open = persisted.getClass().getDeclaredField("open");
        open.setAccessible(true);
        open.set(persisted, null);
    }
}
