package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.Test;

/** Tags beside the commit's that an image gets for good, while others publish too. */
public class FixedTagsTest {
    private static final String REVISION = RequestMaker.REVISION;
    private static final String OURS = "sha256:" + "1".repeat(64);
    private static final String THEIRS = "sha256:" + "2".repeat(64);
    private static final Tag MAIN = new Tag("main", true, TagRule.BRANCH);
    private static final List<Tag> FOR_GOOD = List.of(
            new Tag("1.2.3", false, TagRule.SEMVER),
            new Tag("1.2.3-abcdef0", false, TagRule.VERSION_SHA),
            new Tag("abcdef0", false, TagRule.SHA_SHORT));

    private final MemoryRegistry registry = new SharedRegistry();
    /** What somebody else does when a tag was asked for, and after it was set. */
    private Runnable beforeSet = () -> {};

    private Runnable afterSet = () -> {};

    @Test
    public void refusesATagThatAnotherImageGotFirst() {
        for (Tag tag : FOR_GOOD) {
            registry.there.clear();
            beforeSet = () -> put(tag.name(), THEIRS, "f".repeat(40));
            requireRefused(tag, () -> publish(tag, false));
        }
    }

    @Test
    public void refusesATagThatAnotherImageGotAtTheSameTime() {
        for (Tag tag : FOR_GOOD) {
            registry.there.clear();
            afterSet = () -> put(tag.name(), THEIRS, "f".repeat(40));
            requireRefused(tag, () -> publish(tag, false));
        }
    }

    @Test
    public void takesATagThatTheSameImageGotAtTheSameTime() {
        beforeSet = () -> put("1.2.3", OURS, REVISION);

        assertThat(publish(FOR_GOOD.get(0), false).tags()).containsExactly(REVISION, "1.2.3", "main");
        assertThat(registry.digest("main")).isEqualTo(OURS);
    }

    @Test
    public void rebuildTakesNoTagOfAnotherRevision() {
        for (Tag tag : FOR_GOOD) {
            registry.there.clear();
            put(tag.name(), THEIRS, "f".repeat(40));
            assertThatThrownBy(() -> new PublishGuard(registry, true).existing(job(tag), soon()))
                    .as(tag.name())
                    .hasMessageContaining("from revision '" + "f".repeat(40) + "'");
            requireRefused(tag, () -> publish(tag, true));
        }
    }

    @Test
    public void rebuildTakesATagOfTheSameRevision() {
        for (Tag tag : FOR_GOOD) {
            registry.there.clear();
            put(tag.name(), THEIRS, REVISION);
            assertThat(publish(tag, true).tags()).contains(tag.name());
            assertThat(registry.digest(tag.name())).isEqualTo(OURS);
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
        assertThat(registry.digest(tag.name())).isEqualTo(THEIRS);
        assertThat(registry.there).doesNotContainKey("main");
    }

    private PublishedImage publish(Tag tag, boolean rebuild) {
        put(REVISION, OURS, REVISION);
        ImageJob job = job(tag);
        PublishRequest request = RequestMaker.of(job.spec())
                .mode(PublishMode.NORMAL.withRebuild(rebuild))
                .make();
        TagMover tags = new TagMover(
                registry,
                request,
                null, // no tag that moves is there
                new RecordingLog());
        return tags.set(tags.due(new Found(job, Optional.of(registry.there.get(REVISION)), false), soon()), soon());
    }

    private static ImageJob job(Tag tag) {
        return new ImageJob(
                RequestMaker.image("shop/web", BuildRecipe.in(".")),
                ImageReference.parse("r.example.com/shop/web:" + REVISION),
                List.of(new Tag(REVISION, false, TagRule.SHA), tag, MAIN),
                Map.of(BuildLabels.REVISION, REVISION, BuildLabels.INPUTS, "i"),
                Optional.empty());
    }

    private void put(String tag, String digest, String revision) {
        registry.put(tag, digest, Map.of(BuildLabels.REVISION, revision, BuildLabels.INPUTS, "i"));
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10));
    }

    private final class SharedRegistry extends MemoryRegistry {
        @Override
        public boolean tagIfAbsent(ImageReference existing, String tag, Deadline deadline) {
            beforeSet.run();
            return super.tagIfAbsent(existing, tag, deadline);
        }

        @Override
        public void tag(ImageReference existing, String tag, Deadline deadline) {
            super.tag(existing, tag, deadline);
            afterSet.run();
        }
    }
}
