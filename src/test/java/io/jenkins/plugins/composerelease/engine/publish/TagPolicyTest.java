package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * Each line: rules; branch, version, Git tag, pull request and released versions as {@code key=value}; after
 * {@code ->} the tags beside the sha tag ({@code ~} for a moving one), or {@code !} and a part of the refusal.
 */
@RunWith(Parameterized.class)
public class TagPolicyTest {
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
    /** The first 8 digits of the SHA-256 of 200 times {@code x}. */
    private static final String HASH = "aa20c23e";

    private static final String CASES = """
            # the commit
            sha -> none
            sha branch=main tag=v1.2.3 pr=7 -> none
            sha-short -> 0123456
            branch -> none
            # semantic versions
            semver -> none
            semver version=1.2.3 -> 1.2.3 ~1.2 ~1
            semver version=v1.2.3 -> 1.2.3 ~1.2 ~1
            semver tag=v1.2.3 -> 1.2.3 ~1.2 ~1
            semver tag=1.2.3 -> 1.2.3 ~1.2 ~1
            semver tag=nightly -> none
            semver tag=v1.2 -> none
            semver version=1.2.3-rc.1 -> 1.2.3-rc.1
            semver version=1.2.3-0 -> 1.2.3-0
            semver tag=v2.0.0-beta.2 released=v1.0.0 -> 2.0.0-beta.2
            semver version=1.2.3+build -> 1.2.3-build ~1.2 ~1
            semver version=1.2.3-rc.1+build.5 -> 1.2.3-rc.1-build.5
            semver version=10.20.30 -> 10.20.30 ~10.20 ~10
            semver version=0.3.1 -> 0.3.1 ~0.3
            semver version=0.0.0 -> 0.0.0 ~0.0
            semver version=1.2 -> !needs a semantic version, not '1.2'
            semver version=01.2.3 -> !needs a semantic version
            semver version=2024.05 -> !needs a semantic version
            semver version=1.2.3.4 -> !needs a semantic version
            semver version=latest -> !needs a semantic version
            semver version=2.0.0 tag=v1.0.0 -> 2.0.0 ~2.0 ~2
            # older than the newest of their line
            semver tag=v1.2.3 released=v1.2.3,v1.2.2 -> 1.2.3 ~1.2 ~1
            semver tag=v1.2.3 released=v1.2.3,v1.3.0 -> 1.2.3 ~1.2
            semver tag=v1.2.3 released=v1.2.3,v1.2.4 -> 1.2.3
            semver tag=v1.2.3 released=v1.2.3,v2.0.0 -> 1.2.3 ~1.2 ~1
            semver tag=v1.2.9 released=v1.2.10 -> 1.2.9
            semver tag=v1.2.10 released=v1.2.9 -> 1.2.10 ~1.2 ~1
            semver tag=v1.2.3 released=v1.3.0-rc.1 -> 1.2.3 ~1.2 ~1
            semver tag=v1.2.3 released=docs-1,v9 -> 1.2.3 ~1.2 ~1
            # any version
            version version=1.2.3 -> ~1.2.3
            version version=2024.05 -> ~2024.05
            version version=v2024.05 -> ~v2024.05
            version version=1.0.0+dirty/x -> ~1.0.0-dirty-x
            version tag=v1.2.3 -> ~1.2.3
            version tag=nightly -> none
            version -> none
            version-sha version=1.2.3 -> 1.2.3-0123456
            version-sha tag=v1.2.3-rc.1 -> 1.2.3-rc.1-0123456
            version-sha -> none
            version,version-sha,branch,latest branch=main version=3.1 -> ~3.1 3.1-0123456 ~main ~latest
            # branches
            branch branch=main -> ~main
            branch branch=feature/Add-Login -> ~feature-Add-Login
            branch branch=Feature/JIRA-123_x.y -> ~Feature-JIRA-123_x.y
            branch branch=dependabot/npm_and_yarn/@types/node-20.1 -> ~dependabot-npm_and_yarn--types-node-20.1
            branch branch=größe -> ~gr--e
            branch branch=#42 -> ~42
            branch branch=@ -> ~ref-c3641f85
            branch branch=日本 -> ~ref-cf2abf0c
            branch branch=fix(web):x -> ~fix-web--x
            branch branch=1.2 -> ~1.2
            branch branch=latest -> ~latest
            branch branch=main tag=v1.0.0 -> ~main
            branch branch=feature/x pr=12 -> none
            branch branch=HEAD -> ~HEAD
            # pull requests
            pr pr=12 -> ~pr-12
            pr branch=main -> none
            pr,branch,latest branch=main pr=12 -> ~pr-12
            pr,latest pr=12 tag=v1.0.0 -> ~pr-12
            # latest
            latest branch=main -> ~latest
            latest branch=develop -> none
            latest branch=Main -> none
            latest -> none
            latest branch=trunk default=trunk -> ~latest
            latest branch=main default=trunk -> none
            latest tag=v1.2.3 -> ~latest
            latest tag=v1.2.3 released=v1.2.3,v1.2.0 -> ~latest
            latest tag=v1.2.3 released=v1.2.3,v2.0.0 -> none
            latest tag=v1.2.3 released=v2.0.0-rc.1 -> ~latest
            latest tag=v2.0.0-rc.1 -> none
            latest tag=nightly -> none
            latest branch=1.x version=1.9.0 -> none
            latest branch=main version=1.0.0-rc.1 -> ~latest
            sha,semver,latest tag=v1.2.3 -> 1.2.3 ~1.2 ~1 ~latest
            # two that fall together
            branch branch=_incoming -> !which every image has while it is pushed
            latest,branch branch=latest -> !'latest' and 'branch' both give the tag 'latest'
            latest,branch branch=latest default=latest -> !both give the tag 'latest'
            semver,version version=1.2.3 -> !'semver' and 'version' both give the tag '1.2.3'
            semver,branch branch=1.2 -> !'semver' and 'branch' both give the tag '1.2'
            semver,branch branch=2 -> !both give the tag '2'
            semver,branch branch=1.2.3-rc.1 -> !both give the tag '1.2.3-rc.1'
            semver,branch branch=1.x -> ~1.x
            version,branch branch=1.2 version=1.2 -> !'version' and 'branch' both give the tag '1.2'
            version,latest branch=main version=latest -> !'version' and 'latest' both give the tag 'latest'
            pr,branch branch=pr-12 -> !'pr' and 'branch' both give the tag 'pr-12'
            branch branch=0123456789abcdef0123456789abcdef01234567 -> !'sha' and 'branch' both give
            sha-short,branch branch=0123456 -> !'sha-short' and 'branch' both give
            # what another rule gives in another build
            branch branch=89abcdef0123456789abcdef0123456789abcdef -> !'sha' and 'branch' both give the tag '89ab
            branch branch=89abcde -> ~89abcde
            sha-short,branch branch=89abcde -> !'sha-short' and 'branch' both give the tag '89abcde'
            sha-short,branch branch=89ABCDE -> 0123456 ~89ABCDE
            sha-short,version version=1234567 -> !'sha-short' and 'version' both give the tag '1234567'
            version version=89abcdef0123456789abcdef0123456789abcdef -> !'sha' and 'version' both give
            version-sha,branch branch=1.2.3-89abcde -> !'version-sha' and 'branch' both give the tag '1.2.3-89abcde'
            version-sha,branch branch=1.2.3-rc -> ~1.2.3-rc
            version-sha,branch branch=bug-1903456 -> ~bug-1903456
            semver,custom:1.2 -> !'semver' and 'custom' both give the tag '1.2'
            latest,custom:latest branch=x -> !'latest' and 'custom' both give the tag 'latest'
            pr,custom:pr-{pr} pr=3 -> !'pr' and 'custom' both give the tag 'pr-3'
            # a text of one's own
            custom:nightly -> ~nightly
            custom:{branch}-stable branch=Release/2.x -> ~Release-2.x-stable
            custom:{branch}-stable -> none
            custom:{branch}-stable branch=main pr=4 -> none
            custom:{version}-{branch} branch=main version=1.0+b -> ~1.0-b-main
            custom:{version}-{branch} branch=main -> none
            custom:review-{pr} pr=12 -> ~review-12
            custom:at-{sha-short} -> ~at-0123456
            custom:{sha} -> !'sha' and 'custom' both give the tag '0123456789abcdef
            custom:nightly,custom:edge branch=main -> ~nightly ~edge
            custom:nightly,custom:nightly -> ~nightly
            custom:a/b,custom:a-b -> !'custom' and 'custom' both give the tag 'a-b'
            branch,custom:{branch} branch=main -> !'branch' and 'custom' both give the tag 'main'
            custom:größe -> ~gr--e
            custom: -> !Tag rule 'custom:' is not valid.
            custom:{date} -> !Tag rule 'custom:{date}' is not valid. Use no other than {sha},
            custom:{branch -> !Tag rule 'custom:{branch' is not valid.
            # prefixes
            semver version=1.2.3 prefix=v -> v1.2.3 ~v1.2 ~v1
            semver tag=v1.2.3-rc.1 prefix=v -> v1.2.3-rc.1
            version version=2024.05 prefix=r -> ~r2024.05
            version-sha version=1.2.3 prefix=v -> v1.2.3-0123456
            sha-short sha=sha- -> sha-0123456
            branch branch=main prefix=v sha=sha- -> ~main
            semver,branch branch=v1.2 prefix=v -> !'semver' and 'branch' both give the tag 'v1.2'
            semver,branch branch=1.2 prefix=v -> ~1.2
            branch branch=89abcdef0123456789abcdef0123456789abcdef sha=sha- -> ~89abcdef0123456789abcdef0123456789abcdef
            branch branch=sha-89abcdef0123456789abcdef0123456789abcdef sha=sha- -> !'sha' and 'branch' both give
            # detached, as Jenkins checks out
            branch,latest,sha-short tag=v1.0.0 released=v1.0.0 -> 0123456 ~latest
            # over-long
            branch branch=LONG -> ~LONGCUT
            # the same rule twice
            sha,sha,branch,branch branch=main -> ~main
            """;

    @Parameters(name = "{0}")
    public static List<Object[]> cases() {
        return CASES.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line ->
                        line.replace("LONGCUT", "x".repeat(119) + "-" + HASH).replace("LONG", "x".repeat(200)))
                .map(line -> new Object[] {line})
                .toList();
    }

    private final String line;
    private final String[] given;
    private final String expected;

    public TagPolicyTest(String line) {
        this.line = line;
        this.given = line.split(" -> ")[0].split(" ");
        this.expected = line.split(" -> ")[1];
    }

    @Test
    public void givesTheTags() {
        if (expected.startsWith("!")) {
            assertThatThrownBy(() -> policy().tags(context()))
                    .as(line)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(expected.substring(1));
            return;
        }
        List<Tag> tags = policy().tags(context());
        assertThat(tags.get(0)).isEqualTo(new Tag(value("sha").orElse("") + SHA, false, TagRule.SHA));
        String others = tags.stream()
                .skip(1)
                .map(tag -> (tag.moving() ? "~" : "") + tag.name())
                .collect(Collectors.joining(" "));
        assertThat(others.isEmpty() ? "none" : others).isEqualTo(expected);
    }

    private TagPolicy policy() {
        return TagPolicy.of(new TagOptions(
                List.of(given[0].split(",")),
                value("sha").orElse(""),
                value("prefix").orElse("")));
    }

    private TagContext context() {
        return new TagContext(
                SHA,
                value("branch"),
                value("default").orElse("main"),
                value("version"),
                value("tag"),
                value("pr").map(Integer::valueOf),
                value("released").map(text -> List.of(text.split(","))).orElse(List.of()));
    }

    private Optional<String> value(String key) {
        return Arrays.stream(given)
                .filter(part -> part.startsWith(key + "="))
                .map(part -> part.substring(key.length() + 1))
                .findFirst();
    }
}
