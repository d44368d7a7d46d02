package io.jenkins.plugins.composerelease.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class HttpRegistryTest extends HttpRegistryFixture {
    @Test
    public void asksWhatATagStandsForWithoutReadingIt() {
        String digest = server.image("shop/web", "1", "x");

        assertThat(anonymous().digest(reference("shop/web:1"), soon())).contains(digest);
        assertThat(anonymous().digest(reference("shop/web:2"), soon())).isEmpty();
        assertThat(server.requests).containsExactly("HEAD /v2/shop/web/manifests/1", "HEAD /v2/shop/web/manifests/2");
    }

    @Test
    public void computesWhatATagStandsForWhereTheRegistryDoesNotSayIt() {
        server.sendsDigest = false;
        String digest = server.image("shop/web", "1", "x");

        assertThat(anonymous().digest(reference("shop/web:1"), soon())).contains(digest);
    }

    @Test
    public void takesNoOtherServersPageForAMissingTag() {
        server.instead.add(e -> LocalRegistry.answer(e, 404, "text/html", LocalRegistry.bytes("<html>")));
        server.instead.add(e -> LocalRegistry.answer(e, 404, "text/html", LocalRegistry.bytes("<html>")));

        assertThatThrownBy(() -> anonymous().digest(reference("shop/web:1"), soon()))
                .hasMessageContaining("does not look like a registry's answer");
    }

    @Test
    public void setsATagOnlyWhereThereIsNone() {
        String one = server.image("shop/web", "one", "x");
        String two = server.image("shop/web", "two", "y");

        assertThat(anonymous().tagIfAbsent(reference("shop/web@" + one), "sha", soon()))
                .isTrue();
        assertThat(anonymous().tagIfAbsent(reference("shop/web@" + two), "sha", soon()))
                .isFalse();
        assertThat(anonymous().digest(reference("shop/web:sha"), soon())).contains(one);
    }

    @Test
    public void looksAgainBeforeATagIsSetOnceMore() {
        String one = server.image("shop/web", "one", "x");
        server.instead.add(server::serve); // the manifest
        server.instead.add(server::serve); // no tag yet
        server.instead.add(e -> {
            server.image("shop/web", "sha", "of another");
            LocalRegistry.answer(e, 503, "text/plain", new byte[0]);
        });

        assertThat(anonymous().tagIfAbsent(reference("shop/web@" + one), "sha", soon()))
                .isFalse();
        assertThat(server.requests).filteredOn(r -> r.startsWith("PUT")).hasSize(1);
    }

    @Test
    public void readsAConfigurationOnce() {
        server.image("shop/web", "1", "x");
        HttpRegistry registry = anonymous();

        manifest(registry, "shop/web:1");
        manifest(registry, "shop/web:1");

        assertThat(server.requests).filteredOn(r -> r.contains("/blobs/")).hasSize(1);
    }

    @Test
    public void tellsTheLabelsThatAllPlatformsShare() {
        String amd = server.image("shop/web", "amd", "x");
        String arm = server.image("shop/web", "arm", "of another revision");
        server.manifest(
                "shop/web",
                "all",
                "application/vnd.oci.image.index.v1+json",
                "{\"manifests\":[{\"digest\":\"" + amd + "\"},{\"digest\":\"" + arm + "\"}]}");

        assertThat(anonymous()
                        .wholeManifest(reference("shop/web:all"), soon())
                        .orElseThrow()
                        .labels())
                .doesNotContainKey("l");
        assertThat(anonymous()
                        .wholeManifest(reference("shop/web:amd"), soon())
                        .orElseThrow()
                        .labels())
                .containsEntry("l", "x");
    }

    @Test
    public void putsAnIndexOverImages() {
        String amd = server.image("shop/web", "amd", "x");
        String arm = server.image("shop/web", "arm", "y");
        List<ImageReference> images = List.of(reference("shop/web:amd"), reference("shop/web@" + arm));

        String digest = anonymous().index(reference("shop/web:sha"), images, soon());

        assertThat(anonymous().digest(reference("shop/web:sha"), soon())).contains(digest);
        assertThat(anonymous().index(reference("shop/web"), images, soon()))
                .as("the same images give the same bytes")
                .isEqualTo(digest);
        LocalRegistry.Content index = server.contents.get("/v2/shop/web/manifests/" + digest);
        assertThat(index.mediaType()).isEqualTo("application/vnd.oci.image.index.v1+json");
        assertThat(new String(index.bytes(), StandardCharsets.UTF_8))
                .contains("\"digest\":\"" + amd + "\"", "\"digest\":\"" + arm + "\"")
                .contains("\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\"}");
    }

    @Test
    public void putsAManifestBackWithItsOwnTypeWhereTheRegistrySendsNone() {
        String digest =
                server.manifest("shop/web", "1", "", "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"}");

        anonymous().tag(reference("shop/web@" + digest), "latest", soon());

        assertThat(server.contents.get("/v2/shop/web/manifests/latest").mediaType())
                .isEqualTo(LocalRegistry.MANIFEST);
    }

    @Test
    public void readsAManifestWithItsLabels() {
        String digest = server.image("shop/web", "1", "x");

        assertThat(manifest(anonymous(), "shop/web:1"))
                .contains(new Manifest(digest, LocalRegistry.MANIFEST, 1334, List.of("linux/amd64"), Map.of("l", "x")));
    }

    @Test
    public void tellsThatThereIsNone() {
        assertThat(manifest(anonymous(), "shop/web:1")).isEmpty();
    }

    @Test
    public void takesAPageOfAnotherServerForAnError() {
        server.instead.add(e -> LocalRegistry.answer(e, 404, "text/html", LocalRegistry.bytes("<html>")));

        assertThatThrownBy(() -> manifest(anonymous(), "shop/web:1"))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining("at registry '" + server.host() + "': it answered (404)")
                .hasMessageContaining("does not look like a registry's answer");
    }

    @Test
    public void readsAnIndexAndLeavesAttestationsOut() {
        String amd = server.image("shop/web", "amd", "x");
        String digest = server.manifest(
                "shop/web",
                "all",
                "application/vnd.oci.image.index.v1+json",
                "{\"manifests\":[{\"digest\":\"" + amd
                        + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}},"
                        + "{\"digest\":\"" + amd + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\","
                        + "\"variant\":\"v8\"}},{\"digest\":\"" + amd + "\",\"platform\":{\"os\":\"unknown\","
                        + "\"architecture\":\"unknown\"}}]}");

        Manifest manifest = manifest(anonymous(), "shop/web:all").orElseThrow();

        assertThat(manifest.digest()).isEqualTo(digest);
        assertThat(manifest.platforms()).containsExactly("linux/amd64", "linux/arm64/v8");
        assertThat(manifest.labels()).containsEntry("l", "x");
    }

    @Test
    public void computesTheDigestWhereTheRegistrySendsNone() {
        server.sendsDigest = false;
        String digest = server.image("shop/web", "1", "x");

        assertThat(manifest(anonymous(), "shop/web:1").orElseThrow().digest()).isEqualTo(digest);
    }

    @Test
    public void refusesContentThatIsNotItsDigest() {
        String digest = server.image("shop/web", "1", "x");
        server.image("shop/web", digest, "forged");

        assertThatThrownBy(() -> manifest(anonymous(), "shop/web@" + digest))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining(", expected " + digest);

        server.answerNext(1, 200, "Docker-Content-Digest", digest);
        assertThatThrownBy(() -> manifest(anonymous(), "shop/web:1")).hasMessageContaining(", expected " + digest);
    }

    @Test
    public void pointsATagAtAManifest() {
        String digest = server.image("shop/web", "1", "x");

        anonymous().tag(reference("shop/web@" + digest), "latest", soon());

        assertThat(manifest(anonymous(), "shop/web:latest").orElseThrow().digest())
                .isEqualTo(digest);
        assertThat(server.requests).contains("PUT /v2/shop/web/manifests/latest");
        assertThat(server.contents.get("/v2/shop/web/manifests/latest").mediaType())
                .isEqualTo(LocalRegistry.MANIFEST);
    }

    @Test
    public void noticesATagThatWasNotStored() {
        server.sendsDigest = false;
        String digest = server.image("shop/web", "1", "x");
        server.image("shop/web", "latest", "old");
        server.instead.add(e -> LocalRegistry.answer(
                e,
                200,
                LocalRegistry.MANIFEST,
                server.contents.get("/v2/shop/web/manifests/1").bytes()));
        server.answerNext(1, 201);

        assertThatThrownBy(() -> anonymous().tag(reference("shop/web@" + digest), "latest", soon()))
                .hasMessageContaining("expected " + digest);
    }

    @Test
    public void knowsDockerHubByAllItsNames() {
        Registries registries = new Registries(List.of(ci(PASSWORD)));

        assertThat(registries.of(ImageReference.parse("postgres:16")))
                .isSameAs(registries.of(ImageReference.parse("docker.io/acme/shop")))
                .isNotSameAs(registries.of(ImageReference.parse("ghcr.io/acme/shop")));
        assertThat(HttpRegistry.canonical("index.docker.io")).isEqualTo("registry-1.docker.io");
        assertThat(HttpRegistry.repository(ImageReference.parse("postgres:16"))).isEqualTo("library/postgres");
        assertThat(HttpRegistry.repository(ImageReference.parse("docker.io/acme/shop")))
                .isEqualTo("acme/shop");
        assertThat(HttpRegistry.repository(ImageReference.parse("ghcr.io/shop")))
                .isEqualTo("shop");
    }
}
