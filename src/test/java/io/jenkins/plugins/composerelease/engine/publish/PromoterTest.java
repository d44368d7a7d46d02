package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.ImageCopier;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.Test;

public class PromoterTest {
    private static final String REVISION = "abcdef0123".repeat(4);
    private static final String DIGEST = "sha256:" + "1".repeat(64);
    private static final String OTHER = "sha256:" + "2".repeat(64);

    /** Tags and digests at the destination, to digests. */
    private final Map<String, String> there = new ConcurrentHashMap<>();

    /** Of the images, by digest. */
    private final Map<String, Map<String, String>> labels = new ConcurrentHashMap<>();

    private final RecordingLog log = new RecordingLog();

    private final List<String> copied = new CopyOnWriteArrayList<>();

    @Test
    public void givesTheSameDigestUnderTheNewName() {
        ReleaseImages promoted = promote(false, image("shop/web", REVISION, "main"), image("shop/api", REVISION));

        assertThat(promoted.revision()).isEqualTo(REVISION);
        assertThat(promoted.branch()).contains("main");
        assertThat(promoted.images())
                .extracting(image -> image.reference().toString())
                .containsExactly("two:5000/prod/shop/web@" + DIGEST, "two:5000/prod/shop/api@" + DIGEST);
        assertThat(promoted.images().get(0))
                .usingRecursiveComparison()
                .ignoringFields("reference", "tags")
                .isEqualTo(image("shop/web"));
        assertThat(promoted.images().get(0).tags()).containsExactly(REVISION);
        assertThat(there)
                .containsEntry("two:5000/prod/shop/web:" + REVISION, DIGEST)
                .doesNotContainKey("two:5000/prod/shop/web:main");
    }

    @Test
    public void takesAllTagsAlongWhenAsked() {
        there.put("two:5000/prod/shop/web:main", OTHER);

        ReleaseImages promoted = promote(true, image("shop/web", REVISION, "main", "1.2.3"));

        assertThat(promoted.images().get(0).tags()).containsExactly(REVISION, "main", "1.2.3");
        assertThat(there)
                .containsEntry("two:5000/prod/shop/web:main", DIGEST)
                .containsEntry("two:5000/prod/shop/web:1.2.3", DIGEST);
    }

    @Test
    public void saysWhatWasThereAlready() {
        promote(false, image("shop/web", REVISION));

        ReleaseImages again = promote(false, image("shop/web", REVISION));

        assertThat(again.images().get(0).reused()).isTrue();
    }

    @Test
    public void refusesToMoveATagThatStandsForAnotherImage() {
        for (String tag : List.of(REVISION, "abcdef0", "1.4-abcdef0", "1.2.3", "v1.2.3-rc.1")) {
            there.clear();
            there.put("two:5000/prod/shop/web:" + tag, OTHER);
            assertThatThrownBy(() -> promote(true, image("shop/api", REVISION), image("shop/web", REVISION, tag)))
                    .as(tag)
                    .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                            .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                    .hasMessageContaining("Tag '" + tag + "' of 'two:5000/prod/shop/web' stands for " + OTHER);
            assertThat(copied).as("nothing is copied before").isEmpty();
        }
    }

    @Test
    public void takesTheCommitsTagAsItWasPublished() {
        PublishedImage known = image("shop/web", List.of("main"), "sha-" + REVISION, "sha-abcdef0", "main");
        for (PublishedImage image : List.of(known, image("shop/web", "sha-" + REVISION, "sha-abcdef0", "main"))) {
            there.clear();
            assertThat(promote(false, image).images().get(0).tags()).containsExactly("sha-" + REVISION);
            assertThat(there).doesNotContainKey("two:5000/prod/shop/web:" + REVISION);
            for (String tag : List.of("sha-" + REVISION, "sha-abcdef0")) {
                there.put("two:5000/prod/shop/web:" + tag, OTHER);
                assertThatThrownBy(() -> promote(true, image))
                        .hasMessageContaining("Tag '" + tag + "' of 'two:5000/prod/shop/web' stands for " + OTHER);
                there.remove("two:5000/prod/shop/web:" + tag);
            }
        }
        assertThat(promote(true, known).images().get(0))
                .usingRecursiveComparison()
                .ignoringFields("reference", "reused")
                .isEqualTo(known);
    }

    @Test
    public void movesABranchThatReadsLikeAVersion() {
        there.put("two:5000/prod/shop/web:2024.10.05", OTHER);

        promote(true, image("shop/web", List.of("2024.10.05"), REVISION, "2024.10.05"));

        assertThat(there).containsEntry("two:5000/prod/shop/web:2024.10.05", DIGEST);
    }

    @Test
    public void movesNeitherLatestNorAShortVersionBack() {
        String web = "two:5000/prod/shop/web:";
        labels.put(OTHER, Map.of("org.opencontainers.image.version", "1.3.0"));
        for (PublishedImage image : List.of(
                image(
                        "shop/web",
                        List.of("1.2", "1", "latest", "main"),
                        REVISION,
                        "1.2.4",
                        "1.2",
                        "1",
                        "latest",
                        "main"),
                image("shop/web", REVISION, "1.2.4", "1.2", "1", "latest", "main"))) {
            there.clear();
            List.of("1", "latest", "main").forEach(tag -> there.put(web + tag, OTHER));

            assertThat(promote(true, image).images().get(0).tags()).containsExactly(REVISION, "1.2.4", "1.2", "main");
            assertThat(there)
                    .containsEntry(web + "1", OTHER)
                    .containsEntry(web + "latest", OTHER)
                    .containsEntry(web + "1.2", DIGEST)
                    .containsEntry(web + "main", DIGEST);
        }
        assertThat(log.lines()).anyMatch(line -> line.contains("latest stays at version 1.3.0 (" + OTHER));

        labels.put(DIGEST, Map.of("org.opencontainers.image.version", "1.3.1"));
        promote(true, image("shop/web", REVISION, "latest"));
        assertThat(there).containsEntry(web + "latest", DIGEST);
    }

    @Test
    public void refusesWhatCannotBePromoted() {
        assertThatThrownBy(() -> promote(false)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> promote(false, image("shop/web"), image("shop/web")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Two images are to be promoted as 'shop/web'");
        assertThatThrownBy(() -> new PromoteRequest(published(image("shop/web")), "two:5000", "Prod", false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'Prod/shop/web' is not a valid image repository");
    }

    private ReleaseImages promote(boolean allTags, PublishedImage... images) {
        return new Promoter(new FakeCopier(), new FakeRegistry(), log)
                .promote(
                        new PromoteRequest(published(images), "two:5000", "prod", allTags),
                        Deadline.in(Duration.ofSeconds(10)));
    }

    private static ReleaseImages published(PublishedImage... images) {
        return ReleaseImages.of("shop", REVISION, Optional.of("main"), List.of(images));
    }

    private static PublishedImage image(String name, String... tags) {
        return new PublishedImage(
                name,
                ImageReference.parse("one:5000/" + name + "@" + DIGEST),
                List.of(tags),
                Optional.of(REVISION),
                1000,
                List.of("linux/amd64"),
                false,
                List.of("web"),
                Optional.of("WEB_IMAGE"));
    }

    private static PublishedImage image(String name, List<String> moving, String... tags) {
        return new PublishedImage(
                name,
                ImageReference.parse("one:5000/" + name + "@" + DIGEST),
                List.of(tags),
                Optional.of(REVISION),
                1000,
                List.of("linux/amd64"),
                false,
                List.of("web"),
                Optional.of("WEB_IMAGE"),
                Optional.of(tags[0]),
                moving);
    }

    private final class FakeCopier implements ImageCopier {
        @Override
        public Moved copy(ImageReference from, ImageReference to, Deadline deadline) {
            copied.add(from.toString());
            boolean known = there.put(to.toString(), DIGEST) != null;
            return new Moved(known, 0, known ? 0 : 1, 10);
        }
    }

    private final class FakeRegistry implements Registry {
        @Override
        public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
            return Optional.ofNullable(there.get(reference.toString()))
                    .map(digest -> new Manifest(digest, "x", 10, List.of(), labels.getOrDefault(digest, Map.of())));
        }

        @Override
        public String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void tag(ImageReference existing, String tag, Deadline deadline) {
            there.put(existing.withTag(tag).toString(), there.get(existing.toString()));
        }
    }
}
