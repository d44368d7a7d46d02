package io.jenkins.plugins.composerelease.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.ImageCopier.Moved;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class ImageCopyTest {
    private static final String LAYER = "a layer";
    private static final String CONFIG = "{\"os\":\"linux\",\"architecture\":\"amd64\"}";

    private LocalRegistry one;
    private LocalRegistry two;

    @Before
    public void start() throws IOException {
        one = new LocalRegistry();
        two = new LocalRegistry();
    }

    @After
    public void stop() {
        one.close();
        two.close();
    }

    @Test
    public void mountsWithinARegistry() {
        String digest = image("shop/web", LAYER);

        assertThat(copy("shop/web@" + digest, one, "prod/web")).isEqualTo(new Moved(false, 2, 0, 0));

        assertThat(one.contents.get("/v2/prod/web/manifests/" + digest).bytes())
                .isEqualTo(one.contents.get("/v2/shop/web/manifests/" + digest).bytes());
        assertThat(one.requests).noneMatch(request -> request.startsWith("GET") && request.contains("/blobs/"));
    }

    @Test
    public void streamsWhereARegistryDoesNotMount() {
        one.mounts = false;
        String digest = image("shop/web", LAYER);

        assertThat(copy("shop/web@" + digest, one, "prod/web").sent()).isEqualTo(2);
        assertThat(one.contents).containsKey(blob("prod/web", LAYER));
    }

    @Test
    public void streamsToAnotherRegistryOnlyWhatIsNotThere() {
        String digest = image("shop/web", LAYER);
        two.contents.put(blob("prod/web", CONFIG), new LocalRegistry.Content("x", LocalRegistry.bytes(CONFIG)));

        Moved moved = copy("shop/web@" + digest, two, "prod/web");

        assertThat(moved).isEqualTo(new Moved(false, 0, 1, LAYER.length()));
        assertThat(two.contents.get(blob("prod/web", LAYER)).bytes()).isEqualTo(LocalRegistry.bytes(LAYER));
        assertThat(two.contents.get("/v2/prod/web/manifests/" + digest).mediaType())
                .isEqualTo(LocalRegistry.MANIFEST);
        two.requests.clear();
        assertThat(copy("shop/web@" + digest, two, "prod/web")).isEqualTo(new Moved(true, 0, 0, 0));
        assertThat(two.requests).containsExactly("GET /v2/prod/web/manifests/" + digest);
    }

    @Test
    public void copiesAnIndexWithAllItsChildren() {
        String amd = image("shop/web", LAYER);
        String arm = image("shop/web", "another layer");
        String index = one.manifest(
                "shop/web",
                "all",
                "application/vnd.oci.image.index.v1+json",
                "{\"manifests\":[{\"digest\":\"" + amd + "\"},{\"digest\":\"" + arm + "\"}]}");

        assertThat(copy("shop/web@" + index, two, "web").sent())
                .as("two layers, one configuration")
                .isEqualTo(3);

        assertThat(two.contents)
                .containsKeys("/v2/web/manifests/" + index, "/v2/web/manifests/" + amd, "/v2/web/manifests/" + arm);
        assertThat(two.requests.lastIndexOf("PUT /v2/web/manifests/" + index))
                .isGreaterThan(two.requests.lastIndexOf("PUT /v2/web/manifests/" + arm));
    }

    @Test
    public void refusesABlobThatIsNotItsDigest() {
        String digest = image("shop/web", LAYER);
        one.contents.put(blob("shop/web", LAYER), new LocalRegistry.Content("x", LocalRegistry.bytes("forged!")));

        assertThatThrownBy(() -> copy("shop/web@" + digest, two, "web"))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("Registry '" + one.host() + "' holds sha256:")
                .hasMessageContaining("as blob of 'shop/web'");
        assertThat(two.contents).doesNotContainKeys(blob("web", LAYER), "/v2/web/manifests/" + digest);
    }

    @Test
    public void triesATransferAgainThatBroke() {
        String digest = image("shop/web", LAYER);
        copy("shop/web@" + digest, two, "web");
        two.contents.remove("/v2/web/manifests/" + digest);
        two.contents.remove(blob("web", LAYER));
        pass(two, 3); // manifest, configuration, layer: looked for
        two.instead.add(e -> {
            e.getResponseHeaders().set("Location", "/gone");
            LocalRegistry.answer(e, 202, "text/plain", new byte[0]);
        });
        two.answerNext(1, 503);

        assertThat(copy("shop/web@" + digest, two, "web").sent()).isEqualTo(1);
        assertThat(two.contents).containsKey(blob("web", LAYER));
    }

    @Test
    public void saysThatPushingIsRefusedAndNeverTellsThePassword() {
        String digest = image("shop/web", LAYER);
        pass(two, 2);
        two.answerNext(1, 403);

        assertThatThrownBy(() -> copy("shop/web@" + digest, two, "web"))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("Could not copy blob sha256:")
                .hasMessageContaining("it refused user 'ci' (403 X: no)")
                .hasMessageNotContaining("hunter22");
    }

    @Test
    public void saysWhatTheSourceLacks() {
        String missing = "sha256:" + "0".repeat(64);

        assertThatThrownBy(() -> copy("shop/web@" + missing, two, "web"))
                .hasMessageContaining("Registry '" + one.host() + "' has no " + one.host() + "/shop/web@" + missing);
    }

    @Test
    public void asksForATokenThatMayReadAndWrite() {
        String digest = image("shop/web", LAYER);
        one.challenge = "Bearer realm=\"http://" + one.host() + "/token\",service=\"local\"";
        one.contents.put(
                "/token?scope=repository%3Aprod%2Fweb%3Apull%2Cpush&scope=repository%3Ashop%2Fweb%3Apull&service=local",
                new LocalRegistry.Content("application/json", LocalRegistry.bytes("{\"token\":\"both\"}")));
        pass(one, 3); // two manifests, the configuration
        one.instead.add(e -> {
            e.getResponseHeaders().set("WWW-Authenticate", one.challenge);
            LocalRegistry.answer(e, 401, "application/json", LocalRegistry.bytes("{}"));
        });

        copy("shop/web@" + digest, one, "prod/web");

        assertThat(one.authorizations).contains("Bearer both");
    }

    private void pass(LocalRegistry server, int requests) {
        for (int i = 0; i < requests; i++) {
            server.instead.add(server::serve);
        }
    }

    private String image(String repository, String layer) {
        one.contents.put(blob(repository, CONFIG), new LocalRegistry.Content("x", LocalRegistry.bytes(CONFIG)));
        one.contents.put(blob(repository, layer), new LocalRegistry.Content("x", LocalRegistry.bytes(layer)));
        return one.manifest(
                repository,
                "1",
                LocalRegistry.MANIFEST,
                "{\"config\":{\"digest\":\"" + digest(CONFIG) + "\",\"size\":" + CONFIG.length()
                        + "},\"layers\":[{\"digest\":\"" + digest(layer) + "\",\"size\":" + layer.length() + "}]}");
    }

    private Moved copy(String image, LocalRegistry to, String repository) {
        RegistryLogin login =
                new RegistryLogin(two.host(), Optional.of("ci"), Optional.of(Secret.of("hunter22")), false);
        return new ImageCopy(new Registries(List.of(login)))
                .copy(
                        ImageReference.parse(one.host() + "/" + image),
                        ImageReference.parse(to.host() + "/" + repository),
                        Deadline.in(Duration.ofSeconds(15)));
    }

    private static String blob(String repository, String content) {
        return LocalRegistry.blob(repository, digest(content));
    }

    private static String digest(String content) {
        return RawManifest.digest(LocalRegistry.bytes(content));
    }
}
