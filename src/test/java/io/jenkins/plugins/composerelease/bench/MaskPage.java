package io.jenkins.plugins.composerelease.bench;

import static io.jenkins.plugins.composerelease.bench.Tables.head;
import static io.jenkins.plugins.composerelease.bench.Tables.number;
import static io.jenkins.plugins.composerelease.bench.Tables.row;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.util.Map;

/** The results of the benchmark of masking as tables. Medians in megabytes a second. */
final class MaskPage {
    private static final int[] SECRETS = {2, 20, 200};
    private static final int[] HITS = {0, 1};
    private final Map<String, Samples> speeds;

    /**
     * @param speeds by what, number of secrets and lines of a hundred with one: {@code maskFile 20 1}
     */
    MaskPage(Map<String, Samples> speeds) {
        this.speeds = speeds;
    }

    String markdown() {
        StringBuilder page = new StringBuilder();
        page.append(
                "**5: masking, from file to file.** Target: at least 0.5 of the plain copy; at least 10 times the regular"
                        + " expression at 20 secrets; 200 secrets at least 0.8 of 2.\n\n");
        page.append(head(
                "secrets",
                "lines with one",
                "plain copy",
                "masked",
                "masked as a log",
                "regular expression",
                "masked ÷ copy",
                "log ÷ copy",
                "masked ÷ expression"));
        for (int hits : HITS) {
            for (int secrets : SECRETS) {
                page.append(row(
                        secrets,
                        hits + " %",
                        speed("copyFile", secrets, hits),
                        speed("maskFile", secrets, hits),
                        speed("maskLogFile", secrets, hits),
                        speed("regexFile", secrets, hits),
                        ratio("maskFile", secrets, "copyFile", secrets, hits),
                        ratio("maskLogFile", secrets, "copyFile", secrets, hits),
                        ratio("maskFile", secrets, "regexFile", secrets, hits)));
            }
        }
        page.append("\n200 ÷ 2 secrets: ").append(ratio("maskFile", 200, "maskFile", 2, 0));
        page.append(" without and ")
                .append(ratio("maskFile", 200, "maskFile", 2, 1))
                .append(" with them.\n");
        page.append("\nThe same in memory, without files, where a copy is hardly more than reading:\n\n");
        page.append(head("secrets", "lines with one", "plain copy", "masked", "masked ÷ copy"));
        for (int hits : HITS) {
            for (int secrets : SECRETS) {
                page.append(row(
                        secrets,
                        hits + " %",
                        speed("copyMemory", secrets, hits),
                        speed("maskMemory", secrets, hits),
                        ratio("maskMemory", secrets, "copyMemory", secrets, hits)));
            }
        }
        return page.toString();
    }

    private String speed(String what, int secrets, int hits) {
        return number(median(what, secrets, hits));
    }

    private String ratio(String what, int secrets, String than, int thanSecrets, int hits) {
        return "**" + number(median(what, secrets, hits) / median(than, thanSecrets, hits)) + "**";
    }

    private double median(String what, int secrets, int hits) {
        return speeds.get(what + " " + secrets + " " + hits).median();
    }
}
