package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.testing.ExactBytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Every byte of a secret arrives in a container on a host, with either Compose there. */
@RunWith(Parameterized.class)
public class SecretBytesIT {
    private static final Map<String, String> VALUES = ExactBytes.values();

    @Parameters(name = "docker-compose 1.29: {0}")
    public static List<Boolean> withoutPlugin() {
        return List.of(false, true);
    }

    @Rule
    public final DeployFixture shop;

    public SecretBytesIT(boolean withoutPlugin) {
        shop = new DeployFixture(withoutPlugin);
    }

    @Test
    public void arriveByInterpolationByNameAndAsFiles() {
        StringBuilder yaml = new StringBuilder(DeployImages.services("web") + "    environment:\n");
        StringBuilder declared = new StringBuilder("secrets:\n");
        Map<String, String> expected = new LinkedHashMap<>();
        VALUES.forEach((name, value) -> {
            yaml.append("      I_" + name + ": \"${" + name + "}\"\n      " + name + ":\n");
            declared.append("  " + file(name) + ": {file: ./none}\n");
            shop.secrets.add(new SecretBinding(SecretBinding.Kind.ENV, name, Secret.of(value)));
            shop.secrets.add(new SecretBinding(SecretBinding.Kind.FILE, file(name), Secret.of(value)));
            expected.put("I_" + name, value);
            expected.put(name, value);
        });
        String mounted = "    secrets: [" + file(String.join(", ", VALUES.keySet())) + "]\n";
        shop.file("compose.yaml", yaml + mounted + declared);

        shop.deploy("1");

        assertThat(ExactBytes.environment(shop.in("web", "base64", "-w0", "/proc/1/environ")))
                .containsAllEntriesOf(expected);
        VALUES.forEach((name, value) -> assertThat(
                        ExactBytes.text(shop.in("web", "base64", "-w0", "/run/secrets/" + file(name))))
                .as("file " + name)
                .isEqualTo(value));
        String before = shop.containers().get("web");
        shop.deploy("1");
        assertThat(shop.containers()).as("the same secrets change nothing").containsEntry("web", before);
    }

    private static String file(String variable) {
        return variable.toLowerCase(Locale.ROOT);
    }
}
