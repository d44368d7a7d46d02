package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding.Kind;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ForgottenSecretsTest {
    private static final String VALUE = "f8aK2m9QzL4w7T";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void namesWhatLooksLikeASecretAndNeverWhichItIs() throws IOException {
        file("prod.env", "A=b\nSMTP_PASSWORD=" + VALUE + "\n");
        file("tls.key", "-----BEGIN PRIVATE KEY-----\n" + VALUE);
        file("site.conf", "listen 80;");
        String config = """
                {"services":{"api":{"environment":{"API_TOKEN":"%1$s","DB_USER":"clerk","DB_PASSWORD":"clerk",
                    "JAVA_OPTS":"-Xmx1g -Dkey.store.password=%1$s"},
                  "labels":{"traefik.http.middlewares.auth.basicauth.users":"admin:$$apr1$$x7Yz$$abcdefg"},
                  "command":["serve","--admin-password=%1$s","--port=80"],
                  "build":{"args":{"NPM_TOKEN":"%1$s"}}}}}
                """.formatted(VALUE);

        List<String> found = find(config, Map.of("WEB_SECRET", VALUE + "2", "COLOUR", "blue"), List.of());

        assertThat(found)
                .extracting(warning -> warning.replaceAll("(looks like a secret|has a private).*", "$1"))
                .containsExactly(
                        "Variable 'WEB_SECRET' of the target looks like a secret",
                        "What service 'api' has in environment variable API_TOKEN looks like a secret",
                        "What service 'api' has in environment variable JAVA_OPTS looks like a secret",
                        "What service 'api' has in label traefik.http.middlewares.auth.basicauth.users looks like a secret",
                        "What service 'api' has in 'command' looks like a secret",
                        "What service 'api' has in build argument NPM_TOKEN looks like a secret",
                        "Line 2 of env file 'prod.env' looks like a secret",
                        "File 'tls.key' has a private");
        assertThat(String.join("", found)).doesNotContain(VALUE);
    }

    @Test
    public void whatIsDeclaredAsASecretOrComesFromAVariableIsToldOnce() throws IOException {
        file("prod.env", "");
        file("tls.key", "");
        file("site.conf", "");
        String config = "{\"services\":{\"api\":{\"environment\":{\"API_TOKEN\":\"" + VALUE + "\"}}}}";

        assertThat(find(config, Map.of(), List.of(new SecretBinding(Kind.ENV, "TOKEN", Secret.of(VALUE)))))
                .isEmpty();
        assertThat(find(config, Map.of("API_TOKEN", VALUE), List.of())).hasSize(1);
    }

    private List<String> find(String config, Map<String, String> variables, List<SecretBinding> secrets) {
        Target target = target(variables, secrets);
        Path root = folder.getRoot().toPath();
        ReleaseRequest request =
                new ReleaseRequest("shop", target, List.of(), "abcdef0", root, "the test", Duration.ZERO);
        return ForgottenSecrets.find(StackConfig.parse(config, root.toString()), target, new Workspace(request));
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(folder.getRoot().toPath().resolve(name), content);
    }

    /** A target with files of all kinds. */
    static Target target(Map<String, String> variables, List<SecretBinding> secrets) {
        Target bare = PreflightTest.target(secrets, Target.AtRest.MEMORY);
        return new Target(
                bare.name(),
                bare.ssh(),
                bare.directory(),
                bare.project(),
                bare.files(),
                bare.profiles(),
                List.of("tls.key", "site.conf"),
                List.of("prod.env"),
                variables,
                secrets,
                bare.atRest(),
                bare.registry(),
                bare.services(),
                bare.migration(),
                bare.backup(),
                bare.verification(),
                bare.stability(),
                bare.timeout(),
                bare.readiness(),
                bare.keep());
    }
}
