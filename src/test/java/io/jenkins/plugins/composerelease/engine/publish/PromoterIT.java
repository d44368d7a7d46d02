package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.registry.HttpRegistry;
import io.jenkins.plugins.composerelease.adapter.registry.ImageCopy;
import io.jenkins.plugins.composerelease.adapter.registry.Registries;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.SecondRegistry;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Promotes between two repositories of a real registry with a password, and to a second one. */
public class PromoterIT {
    private static final String REVISION = "abcdef0123".repeat(4);
    private static final String OTHER = "0123abcdef".repeat(4);
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final TestBed bed = TestBed.get();
    private final String name = TestBed.unique("promote") + "/web";
    private final RecordingLog log = new RecordingLog();

    @Rule
    public final SecondRegistry second = new SecondRegistry();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ImageReference image;

    @Before
    public void build() throws IOException {
        image = push(REVISION);
    }

    @After
    public void removeImages() {
        for (String tag : List.of(REVISION, OTHER)) {
            bed.agent()
                    .run(
                            Command.of(
                                    "remove an image",
                                    "docker",
                                    "image",
                                    "rm",
                                    bed.registry() + "/" + name + ":" + tag),
                            soon());
        }
    }

    @Test
    public void mountsIntoAnotherRepositoryOfTheRegistry() {
        PublishedImage promoted = promote(login(), "prod", image).images().get(0);

        assertThat(promoted.reference()).hasToString(bed.registry() + "/prod/" + name + "@" + digest(image));
        assertThat(promoted.reused()).isFalse();
        assertThat(log.lines()).anyMatch(line -> line.contains("0 blobs sent, 0 bytes; 3 mounted"));
        assertThat(read(login(), promoted.reference().withTag(REVISION))).contains(digest(image));
        assertThat(pulledFile(promoted.reference())).isEqualTo(pulledFile(image));

        assertThat(promote(login(), "prod", image).images().get(0).reused()).isTrue();
    }

    @Test
    public void streamsToAnotherRegistry() {
        PublishedImage promoted = promote(plain(), "prod", image).images().get(0);

        assertThat(promoted.reference()).hasToString(second.host() + "/prod/" + name + "@" + digest(image));
        assertThat(log.lines()).anyMatch(line -> line.matches(".*\\(3 blobs sent, [0-9]{7,} bytes; 0 mounted\\)"));
        assertThat(read(plain(), promoted.reference().withTag(REVISION))).contains(digest(image));
        assertThat(read(plain(), promoted.reference())).contains(digest(image));
    }

    @Test
    public void copiesAllPlatformsOfAnIndex() throws IOException, InterruptedException {
        ImageReference arm = push(OTHER);
        ImageReference index = index(digest(image), digest(arm));

        PublishedImage promoted = promote(plain(), "", index).images().get(0);

        assertThat(promoted.reference()).hasToString(second.host() + "/" + name + "@" + digest(index));
        assertThat(read(plain(), promoted.reference())).contains(digest(index));
        assertThat(read(plain(), promoted.reference().pinned(digest(image)))).isPresent();
        assertThat(read(plain(), promoted.reference().pinned(digest(arm)))).isPresent();
    }

    @Test
    public void refusesARevisionsTagThatIsAnotherImages() throws IOException {
        promote(plain(), "prod", image);
        ImageReference other = push(OTHER);

        assertThatThrownBy(() -> promote(plain(), "prod", other))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("stands for " + digest(image) + ", expected " + digest(other));
        assertThat(read(
                        plain(),
                        ImageReference.parse(second.host() + "/prod/" + name).pinned(digest(other))))
                .as("nothing was copied")
                .isEmpty();
    }

    private ReleaseImages promote(RegistryLogin to, String prefix, ImageReference what) {
        PublishedImage published = new PublishedImage(
                name,
                what,
                List.of(REVISION),
                Optional.of(REVISION),
                1000,
                List.of(),
                false,
                List.of("web"),
                Optional.empty());
        ReleaseImages images = ReleaseImages.of("shop", REVISION, Optional.empty(), List.of(published));
        return new Promoter(new ImageCopy(new Registries(List.of(to, login()))), new HttpRegistry(to), log)
                .promote(new PromoteRequest(images, to.host(), prefix, false), soon());
    }

    private static Optional<String> read(RegistryLogin registry, ImageReference reference) {
        return new HttpRegistry(registry).manifest(reference, soon()).map(manifest -> manifest.digest());
    }

    private static String digest(ImageReference reference) {
        return reference.digest().orElseThrow();
    }

    /** An image of two layers, one of them a few MiB that do not compress. */
    private ImageReference push(String tag) throws IOException {
        Path context = folder.newFolder().toPath();
        byte[] noise = new byte[8 << 20];
        new Random(tag.hashCode()).nextBytes(noise);
        Files.write(context.resolve("noise"), noise);
        Files.writeString(context.resolve("page"), tag + name);
        Files.writeString(
                context.resolve("Dockerfile"), "FROM scratch\nCOPY noise /noise\nCOPY page /page\nCMD [\"/x\"]\n");
        String full = bed.registry() + "/" + name + ":" + tag;
        bed.agent()
                .require(Command.of("build", "docker", "build", "--quiet", "--tag", full, context.toString()), soon());
        bed.agent().require(Command.of("push", "docker", "push", "--quiet", full), soon());
        ImageReference reference = ImageReference.parse(full);
        return reference.pinned(read(login(), reference).orElseThrow());
    }

    /** What a Docker engine gets when it pulls a reference. */
    private String pulledFile(ImageReference reference) {
        bed.agent().require(Command.of("pull", "docker", "pull", "--quiet", reference.toString()), soon());
        return bed.agent()
                .require(
                        Command.of(
                                "inspect",
                                "docker",
                                "image",
                                "inspect",
                                "-f",
                                "{{.RootFS.Layers}}",
                                reference.toString()),
                        soon())
                .output();
    }

    private ImageReference index(String amd, String arm) throws IOException, InterruptedException {
        String entry = "{\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\",\"size\":%d,"
                + "\"digest\":\"%s\",\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}";
        byte[] json = ("{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":["
                        + entry.formatted(size(amd), amd, "amd64") + "," + entry.formatted(size(arm), arm, "arm64")
                        + "]}")
                .getBytes();
        HttpRequest put = authorized("all")
                .PUT(BodyPublishers.ofByteArray(json))
                .header("Content-Type", INDEX)
                .build();
        var answer = HttpClient.newHttpClient().send(put, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return image.pinned(answer.headers().firstValue("Docker-Content-Digest").orElseThrow());
    }

    private long size(String digest) throws IOException, InterruptedException {
        HttpRequest head = authorized(digest)
                .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
                .method("HEAD", BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(head, BodyHandlers.discarding())
                .headers()
                .firstValueAsLong("Content-Length")
                .orElseThrow();
    }

    private HttpRequest.Builder authorized(String version) {
        String login = bed.registryUser() + ":" + bed.registryPassword().reveal();
        return HttpRequest.newBuilder(URI.create("http://" + bed.registry() + "/v2/" + name + "/manifests/" + version))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes()));
    }

    private RegistryLogin login() {
        return new RegistryLogin(
                bed.registry(), Optional.of(bed.registryUser()), Optional.of(bed.registryPassword()), true);
    }

    private RegistryLogin plain() {
        return new RegistryLogin(second.host(), Optional.empty(), Optional.empty(), false);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(2));
    }
}
