package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target.AtRest;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class StackConfigTest {
    private static final String CONFIG = """
            {"name":"shop","services":{
              "web":{"image":"r.io/web:1","depends_on":{"db":{"condition":"service_healthy"}},
                     "ports":[{"mode":"ingress","target":80,"published":"8080","host_ip":"127.0.0.1"},{"target":81}],
                     "secrets":[{"source":"db_password"}],
                     "volumes":[{"type":"bind","source":"/w/nginx/site.conf","target":"/x"},{"type":"volume","source":"v"}]},
              "db":{"image":"postgres:15"}},
             "secrets":{"db_password":{"name":"shop_db_password","file":"/w/secret"}}}
            """;
    private static final Map<String, ImageReference> IMAGES = Map.of(
            "web", ImageReference.parse("r.io/web@sha256:" + "1".repeat(64)),
            "db", ImageReference.parse("postgres@sha256:" + "2".repeat(64)));

    @Test
    public void readsWhatAReleaseNeeds() {
        StackConfig config = StackConfig.parse(CONFIG, "/w");
        StackConfig.Service web = config.services().get("web");
        assertThat(web.dependsOn()).containsExactly("db");
        assertThat(web.mounts()).containsExactly("nginx/site.conf");
        assertThat(web.usesSecrets()).containsExactly("db_password");
        assertThat(web.publishedPorts()).containsExactly("127.0.0.1:8080");
        assertThat(config.secrets()).containsExactly("db_password");
    }

    @Test
    public void knowsAllWaysIntoAServiceAndWhatOthersMake() {
        StackConfig config = StackConfig.parse("""
                {"services":{"dns":{"image":"a","ports":[{"target":53,"published":"53","protocol":"udp"},{"target":81}]},
                             "agent":{"image":"a","network_mode":"host"},
                             "old":{"image":"a","ports":["0.0.0.0:53:53/udp","90/tcp"]},
                             "db":{"image":"a"}},
                 "networks":{"front":{"name":"edge","external":true},"default":{"name":"shop_default"}},
                 "volumes":{"media":{"name":"media","external":true},"data":{"name":"shop_data"}}}
                """, "/w");

        assertThat(config.services().get("dns").publishedPorts()).containsExactly(":53/udp");
        assertThat(config.services().get("old").publishedPorts()).containsExactly("0.0.0.0:53/udp");
        assertThat(PublishedPorts.of(config))
                .containsOnly(
                        entry("dns", List.of(":53/udp", "a free port for 81")),
                        entry("agent", List.of("the host's network")),
                        entry("old", List.of("0.0.0.0:53/udp", "a free port for 90/tcp")));
        assertThat(config.networks()).containsExactly("edge");
        assertThat(config.volumes()).containsExactly("media");
    }

    @Test
    public void doesNotDependOnWhereTheWorkspaceIs() {
        assertThat(StackConfig.parse(CONFIG.replace("/w/", "/other/place/"), "/other/place"))
                .isEqualTo(StackConfig.parse(CONFIG, "/w"));
    }

    @Test
    public void fingerprintFollowsMountedFilesAndSecretsOfTheServiceThatUsesThem() {
        StackConfig config = StackConfig.parse(CONFIG, "/w");
        Map<String, String> base = prints(config, "aa", "geheim");
        assertThat(prints(config, "aa", "geheim")).isEqualTo(base);
        assertThat(prints(config, "bb", "geheim").get("web")).isNotEqualTo(base.get("web"));
        assertThat(prints(config, "bb", "geheim").get("db")).isEqualTo(base.get("db"));
        assertThat(prints(config, "aa", "rotated").get("web")).isNotEqualTo(base.get("web"));
        assertThat(prints(config, "aa", "rotated").get("db")).isEqualTo(base.get("db"));
    }

    @Test
    public void fingerprintFollowsWhereAHostKeepsTheSecret() {
        StackConfig config = StackConfig.parse(CONFIG, "/w");
        Map<String, String> base = prints(config, "aa", "geheim");
        Map<String, String> moved = prints(config, "aa", "geheim", AtRest.FILE);
        assertThat(moved.get("web")).isNotEqualTo(base.get("web"));
        assertThat(moved.get("db")).isEqualTo(base.get("db"));
    }

    @Test
    public void overridePinsImagesAndNamesSecretFiles() {
        String override = ReleaseOverride.of(
                StackConfig.parse(CONFIG, "/w"),
                IMAGES,
                Map.of("nginx/site.conf", "aa"),
                Map.of("db_password", "/dev/shm/x-1", "unused", "/y"));
        assertThat(override).contains("\"image\" : \"postgres@sha256:222").contains("\"file\" : \"/dev/shm/x-1\"");
        assertThat(override)
                .contains("io.jenkins.compose-release.files")
                .contains("db_password=1")
                .doesNotContain("unused");
        assertThat(ReleaseOverride.withSecrets(override, Map.of("db_password", "/dev/shm/new-2")))
                .contains("\"file\" : \"/dev/shm/new-2\"")
                .doesNotContain("/dev/shm/x-1");
    }

    private static Map<String, String> prints(StackConfig config, String file, String secret) {
        return prints(config, file, secret, AtRest.MEMORY);
    }

    private static Map<String, String> prints(StackConfig config, String file, String secret, AtRest place) {
        return Fingerprints.of(
                config,
                IMAGES,
                Map.of("nginx/site.conf", file),
                PreflightTest.target(
                        List.of(new SecretBinding(SecretBinding.Kind.FILE, "db_password", Secret.of(secret))), place),
                new KeyedHash("k"));
    }
}
