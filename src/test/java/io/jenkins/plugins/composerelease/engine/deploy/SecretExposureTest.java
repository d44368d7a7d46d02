package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.Test;

/** Which secrets a compose file shows, and which services get them. */
public class SecretExposureTest {
    private static final SecretBinding PASSWORD = new SecretBinding(Kind.ENV, "DB_PASSWORD", Secret.of("pa$$ \"w0rd"));

    @Test
    public void namesEachPlaceWhereASecretWouldBeVisible() {
        String config = """
                {"services":{"api":{"image":"api:1",
                  "environment":{"URL":"postgres://u:%1$s@db","OTHER":"x"},
                  "labels":{"auth":"%1$s"},
                  "command":["run","--password=%1$s"],
                  "healthcheck":{"test":["CMD","probe","%1$s"]},
                  "build":{"context":"/w","args":{"PW":"%1$s"}},
                  "logging":{"options":{"splunk-token":"%1$s"}}},
                 "web":{"image":"web:1","environment":["A=b"]}},
                 "configs":{"app":{"content":"password: %1$s"}}}
                """.formatted("pa$$$$ \\\"w0rd");

        assertThat(find(config, PASSWORD))
                .extracting(warning -> warning.replaceAll(": .*", ""))
                .containsExactly(
                        "Secret 'DB_PASSWORD' reaches service 'api' in environment variable URL",
                        "Secret 'DB_PASSWORD' reaches service 'api' in label auth",
                        "Secret 'DB_PASSWORD' reaches service 'api' in 'command'",
                        "Secret 'DB_PASSWORD' reaches service 'api' in 'healthcheck'",
                        "Secret 'DB_PASSWORD' reaches service 'api' in build argument PW",
                        "Secret 'DB_PASSWORD' reaches service 'api' in 'logging'",
                        "Secret 'DB_PASSWORD' reaches its services in 'configs.app'");
        assertThat(find(config, PASSWORD).get(0))
                .contains("'docker inspect' on the host shows it")
                .contains("'secrets:'");
        assertThat(String.join("", find(config, PASSWORD))).doesNotContain("w0rd");
    }

    @Test
    public void readsTheListsThatOlderComposePrints() {
        assertThat(find(
                        "{\"services\":{\"api\":{\"environment\":[\"PW=pa$$ \\\"w0rd\"],\"command\":\"a\"}}}",
                        PASSWORD))
                .hasSize(1);
    }

    @Test
    public void namesThatHappenToHoldAShortSecretAreNone() {
        SecretBinding pin = new SecretBinding(Kind.ENV, "PIN", Secret.of("a7i"));
        assertThat(find("{\"services\":{\"web\":{\"environment\":{\"HOST\":\"ra7id\",\"PORT\":\"1\"}}}}", pin))
                .isEmpty();
        assertThat(find("{\"services\":{\"web\":{\"environment\":{\"HOST\":\"x:a7i@y\"}}}}", pin))
                .hasSize(1);
    }

    @Test
    public void shortWordsAndNumbersAreFoundUnderTheirOwnNameOnly() {
        String config = """
                {"services":{"web":{"labels":{"role":"root"},"command":["run","--user=root","--port=5432"],
                  "environment":{"DB_USER":"root","DB_PASSWORD":"%s"}}}}
                """;
        for (String value : List.of("root", "5432")) {
            SecretBinding secret = new SecretBinding(Kind.ENV, "DB_PASSWORD", Secret.of(value));
            assertThat(find(config.formatted("other"), secret)).as(value).isEmpty();
            assertThat(find(config.formatted(value), secret))
                    .as(value)
                    .singleElement()
                    .asString()
                    .contains("environment variable DB_PASSWORD");
        }
    }

    @Test
    public void findsWhatWasEscapedForAddressesAndDocuments() {
        SecretBinding secret = new SecretBinding(Kind.ENV, "DB_PASSWORD", Secret.of("p@ss/w0rd"));
        for (String text : List.of(
                "postgres://u:p%40ss%2Fw0rd@db",
                "postgres://u:p%40ss%2fw0rd@db",
                Base64.getEncoder().encodeToString("p@ss/w0rd".getBytes(StandardCharsets.UTF_8)))) {
            assertThat(find("{\"services\":{\"api\":{\"environment\":{\"X\":\"" + text + "\"}}}}", secret))
                    .as(text)
                    .hasSize(1);
        }
    }

    @Test
    public void whatIsMountedAsAFileOrIsNoSecretIsNotWarnedOf() {
        String config =
                "{\"services\":{\"api\":{\"environment\":{\"USER\":\"shopuser\"},\"secrets\":[{\"source\":\"db\"}]}},"
                        + "\"secrets\":{\"db\":{\"file\":\"/x\"}}}";
        assertThat(find(config, new SecretBinding(Kind.FILE, "db", Secret.of("geheim-7"))))
                .isEmpty();
        assertThat(find(config, new SecretBinding(Kind.ENV, "DB_USER", Secret.of("shopuser"), false, "db")))
                .isEmpty();
    }

    @Test
    public void auditLineSaysWhichSecretGoesToWhichService() {
        StackConfig config = StackConfig.parse("""
                {"services":{"api":{"environment":{"URL":"//u:geheim-7@db"},"secrets":[{"source":"cert"}]},
                             "web":{"secrets":[{"source":"cert"}]}},
                 "secrets":{"cert":{"file":"/x"}}}
                """, "/w");
        List<SecretBinding> secrets = List.of(
                new SecretBinding(Kind.FILE, "cert", Secret.of("bytes of it"), true, "tls-2026"),
                new SecretBinding(Kind.ENV, "DB_PASSWORD", Secret.of("geheim-7")),
                new SecretBinding(Kind.ENV, "UNUSED", Secret.of("nobody's"), true, "other"),
                new SecretBinding(Kind.ENV, "DB_USER", Secret.of("u"), false, "db"));

        assertThat(SecretUse.lines(secrets, config, "target 'production'"))
                .containsExactly(
                        "secret 'tls-2026' goes to file cert of services 'api', 'web' on target 'production'",
                        "secret 'DB_PASSWORD' goes to variable DB_PASSWORD of service 'api' on target 'production'",
                        "secret 'other' goes to variable UNUSED of no service on target 'production'",
                        "secret 'db' goes to variable DB_USER on target 'production', not hidden");
    }

    private static List<String> find(String config, SecretBinding secret) {
        return SecretExposure.find(StackConfig.parse(config, "/w"), List.of(secret));
    }
}
