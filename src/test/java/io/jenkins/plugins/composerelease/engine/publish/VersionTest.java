package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class VersionTest {
    private static final List<String> ASCENDING = List.of(
            "0.0.1",
            "0.9.9",
            "1.0.0-0",
            "1.0.0-2",
            "1.0.0-10",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0-rc.1.0",
            "1.0.0",
            "1.0.1",
            "1.1.0",
            "1.10.0",
            "2.0.0",
            "10.0.0",
            "99999999999999999999.0.0");

    @Test
    public void ordersAsTheSpecificationSays() {
        List<Version> versions =
                new ArrayList<>(ASCENDING.stream().map(VersionTest::version).toList());
        Collections.shuffle(versions, new Random(7));
        Collections.sort(versions);

        assertThat(versions).extracting(Version::toString).containsExactlyElementsOf(ASCENDING);
    }

    @Test
    public void buildMetadataHasNoPrecedence() {
        assertThat(version("1.0.0+a")).isEqualByComparingTo(version("1.0.0+b"));
        assertThat(version("1.0.0+a")).isNotEqualTo(version("1.0.0+b"));
    }

    @Test
    public void refusesWhatIsNoSemanticVersion() {
        assertThat(List.of(
                        "",
                        "1",
                        "1.2",
                        "1.2.3.4",
                        "01.2.3",
                        "1.02.3",
                        "1.2.3-",
                        "1.2.3-01",
                        "1.2.3-a..b",
                        "1.2.3+",
                        "1.2.3+a+b",
                        "V1.2.3",
                        "vv1.2.3",
                        " 1.2.3",
                        "1.2.3\n",
                        "-1.2.3",
                        "1.2.3-ä",
                        "1.2.3-" + "a".repeat(300)))
                .allSatisfy(text -> assertThat(Version.parse(text)).as(text).isEmpty());
    }

    @Test
    public void tellsItsLine() {
        assertThat(version("v1.2.3-rc.1+x").line(2)).isEqualTo("1.2");
        assertThat(version("v1.2.3-rc.1+x")).hasToString("1.2.3-rc.1+x");
        assertThat(version("1.2.3").sharesLine(version("1.2.9"), 2)).isTrue();
        assertThat(version("1.2.3").sharesLine(version("1.3.3"), 2)).isFalse();
    }

    private static Version version(String text) {
        return Version.parse(text).orElseThrow();
    }
}
