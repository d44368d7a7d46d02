package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class TagTextTest {
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

    @Test
    public void keepsLongNamesApart() {
        String one = TagText.valid("x".repeat(200) + "1");
        String two = TagText.valid("x".repeat(200) + "2");

        assertThat(one).hasSize(128).isNotEqualTo(two).startsWith("x".repeat(119) + "-");
    }

    @Test
    public void keepsANameOfTheGreatestLength() {
        assertThat(TagText.valid("y".repeat(128))).isEqualTo("y".repeat(128));
    }

    @Test
    public void boundsVersionAndShaTogether() {
        List<Tag> tags = TagPolicy.of(TagOptions.of(List.of("version-sha"))).tags(version("9".repeat(127)));

        assertThat(tags.get(1).name()).hasSize(128).startsWith("9999");
    }

    @Test
    public void putsPrefixesInFront() {
        TagPolicy policy = TagPolicy.of(new TagOptions(List.of("sha-short", "semver", "version-sha"), "sha-", "v"));

        assertThat(policy.tags(version("1.2.3")))
                .extracting(Tag::name)
                .containsExactly("sha-" + SHA, "sha-0123456", "v1.2.3", "v1.2", "v1", "v1.2.3-0123456");
    }

    @Test
    public void refusesPrefixesThatNoTagBeginsWith() {
        for (String prefix : List.of("-", ".v", "v/", "sha:", "v ", "x".repeat(33))) {
            assertThatThrownBy(() -> new TagOptions(List.of(), prefix, ""))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("tag prefix '" + prefix + "' is not valid");
            assertThatThrownBy(() -> new TagOptions(List.of(), "", prefix)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    public void refusesUnknownRulesWithTheKnownOnes() {
        assertThatThrownBy(() -> TagPolicy.of(TagOptions.of(List.of("sha", "SHA\u001b"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Unknown tag rule 'SHA\\u001b'."
                        + " Use one of sha, sha-short, semver, version, version-sha, branch, pr, latest, custom:TEXT.");
    }

    @Test
    public void refusesWhatCannotBeACommitOrABranch() {
        assertThatThrownBy(() -> new TagContext(
                        "HEAD",
                        Optional.empty(),
                        "main",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()))
                .hasMessageContaining("revision 'HEAD' is not valid");
        assertThatThrownBy(() -> version("1.0\n2")).hasMessageContaining("version '1.0\\u000a2' is not valid");
    }

    private static TagContext version(String version) {
        return new TagContext(
                SHA, Optional.empty(), "main", Optional.of(version), Optional.empty(), Optional.empty(), List.of());
    }
}
