package io.jenkins.plugins.composerelease.engine.report;

import java.time.Instant;
import java.util.List;

/**
 * What the HTML report shows. It need not be masked: {@link HtmlReport} does that.
 *
 * @param title heading of the page
 * @param subtitle one line below it, or empty
 * @param created when the report was made
 * @param releases in the order in which they ran
 * @param notes sentences at the end, for example what was measured and how
 */
public record ReportData(
        String title, String subtitle, Instant created, List<ReleaseReport> releases, List<String> notes) {
    public ReportData {
        releases = List.copyOf(releases);
        notes = List.copyOf(notes);
    }
}
