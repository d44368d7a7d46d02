package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class CacheSourcesTest {
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

    @Test
    public void looksAtTheNearestFirstAndLeavesItsOwn() {
        // key | version | branch | Git tag | pull request | read | written
        for (String line : List.of(
                "||main||| cache-main cache | cache-main cache",
                "|1.4|main||| cache-1.4-main cache-main cache | cache-1.4-main cache-main cache",
                "|1.4|feature/X||| cache-1.4-feature-X cache-1.4-main cache-feature-X cache-main cache"
                        + " | cache-1.4-feature-X cache-feature-X cache",
                "||feature/X||| cache-feature-X cache-main cache | cache-feature-X cache",
                "|||v1.2.3|| cache-1.2.3-main cache-main cache | cache",
                "||||| cache-main cache | cache",
                "|1.4|PR-12||12| cache-1.4-main cache-main cache |",
                "|1.4+b|main||| cache-1.4-b-main cache-main cache | cache-1.4-b-main cache-main cache",
                "web|1.4|dev||| cache-web-1.4-dev cache-web-1.4-main cache-web-dev cache-web-main cache-web"
                        + " | cache-web-1.4-dev cache-web-dev cache-web")) {
            String[] part =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
            TagContext context = new TagContext(
                    SHA,
                    given(part[2]),
                    "main",
                    given(part[1]),
                    given(part[3]),
                    given(part[4]).map(Integer::valueOf),
                    List.of());

            CacheSources sources = CacheSources.of(given(part[0]), context);

            assertThat(String.join(" ", sources.read())).as(line).isEqualTo(part[5]);
            assertThat(String.join(" ", sources.write())).as(line).isEqualTo(part[6]);
        }
    }

    @Test
    public void makesTagsThatRegistriesTake() {
        String branch = "a/very long name with ümlauts ".repeat(8);

        assertThat(CacheSources.of(Optional.of("k"), context(branch)).read())
                .allMatch(tag -> tag.matches("cache[A-Za-z0-9_.-]{0,123}"))
                .hasSize(3);
    }

    @Test
    public void refusesTagsThatCachesHave() {
        for (String branch : List.of("cache", "cache/main", "cache-1")) {
            List<Tag> tags = TagPolicy.of(TagOptions.of(List.of("branch"))).tags(context(branch));

            assertThatThrownBy(() -> CacheSources.requireApart("shop/web", tags))
                    .as(branch)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("of image 'shop/web', of the rule 'branch', is one that build caches get");
        }
        CacheSources.requireApart(
                "shop/web", TagPolicy.of(TagOptions.of(List.of("branch"))).tags(context("cached")));
    }

    private static TagContext context(String branch) {
        return new TagContext(
                SHA, Optional.of(branch), "main", Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }
}
