package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.publish.Promoter;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import io.jenkins.plugins.composerelease.engine.spi.ImageCopier;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code promote}: everything but the registries behind it. */
public class PromoteCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FakeRegistries registries = new FakeRegistries();
    private Path workspace;

    @Before
    public void fillTheWorkspace() throws IOException {
        workspace = folder.getRoot().toPath();
        configure("");
        PublishedImage image = new PublishedImage(
                "shop/web",
                FakeReleases.IMAGE,
                List.of("abcdef0123", "main"),
                Optional.of("abcdef0123"),
                1000,
                List.of("linux/amd64"),
                false,
                List.of("web"),
                Optional.of("WEB_IMAGE"));
        ReleaseImages.of("shop", "abcdef0123", Optional.of("main"), List.of(image))
                .write(workspace.resolve("release-images.json"));
    }

    private void configure(String promotion) throws IOException {
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                registry: {url: "localhost:5000", username: ci, password: "env:ONE"}
                %s
                """.formatted(promotion));
    }

    @Test
    public void promotesWithinTheRegistryUnlessToldOtherwise() {
        CliRun run = cli().execute("promote", "--to", "production");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(registries.copied).containsExactly("localhost:5000/production/shop/web");
        assertThat(run.out()).contains(reference("localhost:5000/production/shop/web"));
        assertThat(registries.tags).containsOnlyKeys("localhost:5000/production/shop/web:abcdef0123");
    }

    @Test
    public void promotesToTheOtherRegistryWithItsLogin() throws IOException {
        configure("promotion: {registry: {url: two.example.com, username: cd, password: \"env:TWO\"}}");
        assertThat(cli().execute("promote", "--to", "production").exitCode()).isZero();
        assertThat(registries.destination.username()).contains("cd");
        assertThat(cli().execute("promote", "--to", "two.example.com").exitCode())
                .isZero();
        assertThat(cli().execute("promote", "--to", "localhost:5000/staging").exitCode())
                .isZero();
        assertThat(registries.destination.username()).contains("ci");
        assertThat(registries.copied)
                .containsExactly(
                        "two.example.com/production/shop/web",
                        "two.example.com/shop/web",
                        "localhost:5000/staging/shop/web");
    }

    @Test
    public void writesWhatPlanAndDeployTake() {
        CliRun run = cli().execute("promote", "--to", "production", "--all-tags", "--json", "--write", "promoted.json");
        ReleaseImages written = ReleaseImages.read(workspace.resolve("promoted.json"));
        assertThat(written.images().get(0).reference()).hasToString(reference("localhost:5000/production/shop/web"));
        assertThat(written.images().get(0).tags()).containsExactly("abcdef0123", "main");
        JsonNode json = Json.tree(run.out(), "the output");
        assertThat(json.path("images").path(0).path("reference").asText())
                .isEqualTo(written.images().get(0).reference().toString());
        assertThat(cli().execute("promote", "--to", "live", "--images", "promoted.json")
                        .exitCode())
                .isZero();
        assertThat(registries.copied).endsWith("localhost:5000/live/shop/web");
    }

    @Test
    public void refusesBadInputBeforeAnythingIsCopied() throws IOException {
        refused("'three.example.com' in --to is neither", "promote", "--to", "three.example.com/x");
        refused("is not a valid image repository", "promote", "--to", "Production");
        refused("--to=PREFIX", "promote");
        refused("Publish first", "promote", "--to", "x", "--images", "none.json");
        configure("promotion: {registri: {url: x}}");
        refused("unknown key 'registri'", "promote", "--to", "x");
        assertThat(registries.copied).isEmpty();
    }

    private void refused(String expected, String... args) {
        CliRun run = cli().execute(args);
        assertThat(run.err()).contains(expected);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    }

    private static String reference(String name) {
        return ImageReference.parse(name)
                .pinned(FakeReleases.IMAGE.digest().orElseThrow())
                .toString();
    }

    private CliRun cli() {
        return CliRun.in(workspace)
                .with(registries)
                .withVariable("ONE", "hunter11")
                .withVariable("TWO", "hunter22");
    }

    /** Takes everything that it is given. */
    private static final class FakeRegistries extends Parts implements Registry {
        final List<String> copied = new ArrayList<>();
        final Map<String, String> tags = new HashMap<>();
        RegistryLogin destination;

        @Override
        Promoter promoter(RegistryLogin to, List<RegistryLogin> logins, ReleaseLog log) {
            destination = to;
            return new Promoter(
                    (from, reference, deadline) -> {
                        copied.add(reference.name());
                        return new ImageCopier.Moved(false, 0, 1, 10);
                    },
                    this,
                    log);
        }

        @Override
        public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
            return Optional.ofNullable(tags.get(reference.toString()))
                    .map(digest -> new Manifest(digest, "x", 10, List.of(), Map.of()));
        }

        @Override
        public String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void tag(ImageReference existing, String tag, Deadline deadline) {
            tags.put(existing.withTag(tag).toString(), existing.digest().orElseThrow());
        }
    }
}
