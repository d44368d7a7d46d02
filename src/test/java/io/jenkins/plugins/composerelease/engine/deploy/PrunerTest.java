package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.Details;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class PrunerTest {
    private static final ImageReference WEB_1 = image("r.io/shop/web", "1");
    private static final ImageReference WEB_2 = image("r.io/shop/web", "2");
    private static final ImageReference API = image("r.io/shop/api", "3");
    private static final ImageReference POSTGRES = image("postgres", "4");

    @Test
    public void removesWhatTheApplicationPublishedAndNoKeptReleaseHas() {
        ReleaseRecord old =
                record("1", Map.of("web", WEB_1, "api", API, "db", POSTGRES), "r.io/shop/web", "r.io/shop/api");
        ReleaseRecord kept = record("2", Map.of("web", WEB_2, "api", API), "r.io/shop/web", "r.io/shop/api");

        assertThat(Pruner.unneeded(List.of(kept, old), List.of(old)))
                .as("not the database's, which is somebody else's image")
                .containsExactly(WEB_1);
    }

    @Test
    public void leavesImagesOfWhichNobodyKnowsWhoPublishedThem() {
        ReleaseRecord old = record("1", Map.of("web", WEB_1));

        assertThat(Pruner.unneeded(List.of(old), List.of(old))).isEmpty();
    }

    private static ReleaseRecord record(String id, Map<String, ImageReference> images, String... published) {
        return ServiceChangesTest.record(id, State.SUCCEEDED, images)
                .with(Details.NONE.withPublished(List.of(published)));
    }

    private static ImageReference image(String name, String digit) {
        return ImageReference.parse(name + "@sha256:" + digit.repeat(64));
    }
}
