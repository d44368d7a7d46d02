package io.jenkins.plugins.composerelease.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import java.util.List;
import org.junit.Test;

public class BuildCacheTest {
    private static final ImageReference ONE = ImageReference.parse("registry.example.com/shop/web:cache-main");
    private static final ImageReference TWO = ImageReference.parse("registry.example.com/shop/web:cache");

    @Test
    public void givesBuildKitAllSourcesAndATarget() {
        assertThat(BuildCache.inline(List.of(ONE, TWO)).arguments(true))
                .containsExactly(
                        "--cache-from",
                        "type=registry,ref=" + ONE,
                        "--cache-from",
                        "type=registry,ref=" + TWO,
                        "--cache-to",
                        "type=inline");
        assertThat(BuildCache.registry(List.of(), TWO).arguments(true))
                .containsExactly(
                        "--cache-to",
                        "type=registry,ref=" + TWO
                                + ",mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true");
        assertThat(BuildCache.readOnly(List.of(ONE)).arguments(true))
                .containsExactly("--cache-from", "type=registry,ref=" + ONE);
        assertThat(BuildCache.LOCAL.arguments(true)).isEmpty();
    }

    @Test
    public void givesTheClassicBuilderImagesOnly() {
        assertThat(BuildCache.inline(List.of(ONE)).arguments(false)).containsExactly("--cache-from", ONE.toString());
        assertThat(BuildCache.LOCAL.arguments(false)).isEmpty();
    }
}
