package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.Test;

/** Tags beside the commit's that an image gets for good, while others publish too. */
public class FixedTagsTest {
    private static final String REVISION = "abcdef0123".repeat(4);
    private static final String OURS = "sha256:" + "1".repeat(64);
    private static final String THEIRS = "sha256:" + "2".repeat(64);
    private static final Tag MAIN = new Tag("main", true, TagRule.BRANCH);
    private static final List<Tag> FOR_GOOD = List.of(
            new Tag("1.2.3", false, TagRule.SEMVER),
            new Tag("1.2.3-abcdef0", false, TagRule.VERSION_SHA),
            new Tag("abcdef0", false, TagRule.SHA_SHORT));

    private final Map<String, Registry.Manifest> there = new HashMap<>();
    /** What somebody else does when a tag was asked for, and after it was set. */
    private Runnable beforeSet = () -> {};

    private Runnable afterSet = () -> {};

    @Test
    public void refusesATagThatAnotherImageGotFirst() {
        for (Tag tag : FOR_GOOD) {
            there.clear();
            beforeSet = () -> there.put(tag.name(), manifest(THEIRS, "f".repeat(40)));
            requireRefused(tag, () -> publish(tag, false));
        }
    }

    @Test
    public void refusesATagThatAnotherImageGotAtTheSameTime() {
        for (Tag tag : FOR_GOOD) {
            there.clear();
            afterSet = () -> there.put(tag.name(), manifest(THEIRS, "f".repeat(40)));
            requireRefused(tag, () -> publish(tag, false));
        }
    }

    @Test
    public void takesATagThatTheSameImageGotAtTheSameTime() {
        beforeSet = () -> there.put("1.2.3", manifest(OURS, REVISION));

        assertThat(publish(FOR_GOOD.get(0), false).tags()).containsExactly(REVISION, "1.2.3", "main");
        assertThat(there.get("main").digest()).isEqualTo(OURS);
    }

    @Test
    public void rebuildTakesNoTagOfAnotherRevision() {
        for (Tag tag : FOR_GOOD) {
            there.clear();
            there.put(tag.name(), manifest(THEIRS, "f".repeat(40)));
            assertThatThrownBy(() -> new PublishGuard(new FakeRegistry(), true).existing(job(tag), soon()))
                    .as(tag.name())
                    .hasMessageContaining("from revision '" + "f".repeat(40) + "'");
            requireRefused(tag, () -> publish(tag, true));
        }
    }

    @Test
    public void rebuildTakesATagOfTheSameRevision() {
        for (Tag tag : FOR_GOOD) {
            there.clear();
            there.put(tag.name(), manifest(THEIRS, REVISION));
            assertThat(publish(tag, true).tags()).contains(tag.name());
            assertThat(there.get(tag.name()).digest()).isEqualTo(OURS);
        }
    }

    private void requireRefused(Tag tag, ThrowingCallable publish) {
        assertThatThrownBy(publish)
                .as(tag.name())
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("Tag '" + tag.name() + "' of image 'shop/web'")
                .hasMessageContaining(THEIRS)
                .hasMessageContaining(OURS);
        assertThat(there.get(tag.name()).digest()).isEqualTo(THEIRS);
        assertThat(there).doesNotContainKey("main");
    }

    private PublishedImage publish(Tag tag, boolean rebuild) {
        Registry.Manifest manifest = manifest(OURS, REVISION);
        there.put(REVISION, manifest);
        ImageJob job = job(tag);
        TagMover tags = new TagMover(
                new FakeRegistry(),
                request(job.spec(), rebuild),
                null, // no tag that moves is there
                new RecordingLog());
        return tags.set(tags.due(new Found(job, Optional.of(manifest), false), soon()), soon());
    }

    private static ImageJob job(Tag tag) {
        return new ImageJob(
                new ImageSpec(
                        "shop/web",
                        BuildRecipe.in("."),
                        List.of(),
                        Optional.empty(),
                        new Tagging(List.of(), Optional.empty())),
                ImageReference.parse("r.example.com/shop/web:" + REVISION),
                List.of(new Tag(REVISION, false, TagRule.SHA), tag, MAIN),
                Map.of(BuildLabels.REVISION, REVISION, BuildLabels.INPUTS, "i"),
                Optional.empty());
    }

    private static PublishRequest request(ImageSpec spec, boolean rebuild) {
        GitState git = new GitState(
                REVISION,
                Optional.of("main"),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                "",
                "",
                Instant.EPOCH,
                List.of(),
                List.of(),
                false);
        return new PublishRequest(
                Path.of("/workspace"),
                new RegistryLogin("r.example.com", Optional.empty(), Optional.empty(), false),
                List.of(spec),
                TagOptions.of(List.of("sha")),
                git,
                Optional.empty(),
                "main",
                PublishMode.NORMAL.withRebuild(rebuild),
                1);
    }

    private static Registry.Manifest manifest(String digest, String revision) {
        return new Registry.Manifest(
                digest, "x", 1, List.of(), Map.of(BuildLabels.REVISION, revision, BuildLabels.INPUTS, "i"));
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10));
    }

    private final class FakeRegistry implements Registry {
        @Override
        public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
            return Optional.ofNullable(there.get(reference.tag().orElseThrow()));
        }

        @Override
        public boolean tagIfAbsent(ImageReference existing, String tag, Deadline deadline) {
            beforeSet.run();
            return Registry.super.tagIfAbsent(existing, tag, deadline);
        }

        @Override
        public void tag(ImageReference existing, String tag, Deadline deadline) {
            there.put(tag, FixedTagsTest.manifest(existing.digest().orElseThrow(), REVISION));
            afterSet.run();
        }

        @Override
        public String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline) {
            throw new UnsupportedOperationException();
        }
    }
}
