package io.jenkins.plugins.composerelease.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class ReleaseHtmlTest {
    @Test
    public void writesAReleaseForAPageOfItsOwn() {
        String html = ReleaseHtml.release(3, report("shop", "4f1c2d3e5a6b"), "");

        assertThat(html)
                .startsWith("<article id=\"release-3\"")
                .doesNotContain("<html")
                .doesNotContain("<style");
        assertThat(html).contains("Succeeded").contains("<code>4f1c2d3</code>").contains("Migrations");
    }

    @Test
    public void leavesOutWhatIsNotKnown() {
        String html = ReleaseHtml.release(1, report("", ""), "Stopped");

        assertThat(html).contains(">Stopped</span>").doesNotContain("Succeeded");
        assertThat(html)
                .doesNotContain("Application")
                .doesNotContain("Revision")
                .doesNotContain("Migrations");
    }

    private static ReleaseReport report(String application, String revision) {
        return new ReleaseReport(
                "Deploy",
                application,
                "production",
                revision,
                State.SUCCEEDED,
                "",
                Instant.EPOCH,
                Duration.ofSeconds(3),
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
