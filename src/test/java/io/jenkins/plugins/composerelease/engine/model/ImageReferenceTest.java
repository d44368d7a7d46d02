package io.jenkins.plugins.composerelease.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.Test;

public class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @Test
    public void readsEveryPartAndWritesItBack() {
        ImageReference full = ImageReference.parse("registry.example.com:5000/shop/web:1.2@" + DIGEST);
        assertThat(full.registry()).isEqualTo("registry.example.com:5000");
        assertThat(full.repository()).isEqualTo("shop/web");
        assertThat(full.tag()).contains("1.2");
        assertThat(full.digest()).contains(DIGEST);
        assertThat(full).hasToString("registry.example.com:5000/shop/web:1.2@" + DIGEST);
    }

    @Test
    public void tellsARegistryFromTheFirstPartOfAName() {
        assertThat(ImageReference.parse("postgres:15").registry()).isEmpty();
        assertThat(ImageReference.parse("library/postgres").registry()).isEmpty();
        assertThat(ImageReference.parse("localhost/web").registry()).isEqualTo("localhost");
        assertThat(ImageReference.parse("host:80/web").tag()).isEmpty();
    }

    @Test
    public void pinningDropsTheTag() {
        assertThat(ImageReference.parse("a.b/web:1").pinned(DIGEST)).hasToString("a.b/web@" + DIGEST);
        assertThat(ImageReference.parse("a.b/web:1").pinned(DIGEST).tag()).isEqualTo(Optional.empty());
    }

    @Test
    public void refusesWhatIsNotAReference() {
        for (String bad : new String[] {
            "",
            "Web",
            "web:",
            "web:-x",
            "-web",
            "web@sha256:12",
            "we b",
            "web;rm",
            "web$(id)",
            "a/../b",
            "web\nx",
            "web:" + "x".repeat(129)
        }) {
            assertThatThrownBy(() -> ImageReference.parse(bad))
                    .as(bad)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageNotContaining("\n");
        }
    }
}
