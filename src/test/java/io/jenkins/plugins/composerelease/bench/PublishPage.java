package io.jenkins.plugins.composerelease.bench;

import static io.jenkins.plugins.composerelease.bench.Tables.head;
import static io.jenkins.plugins.composerelease.bench.Tables.number;
import static io.jenkins.plugins.composerelease.bench.Tables.ratio;
import static io.jenkins.plugins.composerelease.bench.Tables.row;
import static io.jenkins.plugins.composerelease.bench.Tables.time;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.util.Map;

/** The results of the benchmark of publishing as tables. Times in milliseconds. */
final class PublishPage {
    private final Map<Integer, Map<String, Samples>> unchanged;
    private final Map<String, Samples> several;

    /**
     * @param unchanged by number of images, then by who
     * @param several by how many at a time
     */
    PublishPage(Map<Integer, Map<String, Samples>> unchanged, Map<String, Samples> several) {
        this.unchanged = unchanged;
        this.several = several;
    }

    String markdown() {
        StringBuilder page = new StringBuilder();
        page.append(
                "**8: publish with nothing changed.** Target: at most 0.2 of `docker push`, no byte of a blob sent.\n\n");
        page.append(head(
                "images", "publish, warm JVM", "publish, program", "`docker push`", "warm ÷ push", "program ÷ push"));
        unchanged.forEach((images, of) -> page.append(row(
                images,
                time(of.get("engine")),
                time(of.get("program")),
                time(of.get("push")),
                ratio(of, "engine", "push"),
                ratio(of, "program", "push"))));
        page.append("\nWhat the registry saw of it:\n\n");
        page.append(head(
                "images",
                "requests: publish",
                "`docker push`",
                "blob bytes sent: publish",
                "`docker push`",
                "blob bytes read: publish",
                "`docker push`"));
        unchanged.forEach((images, of) -> page.append(row(
                images,
                number(of.get("engine requests").median()),
                number(of.get("push requests").median()),
                number(of.get("engine bytes up").max()),
                number(of.get("push bytes up").max()),
                number(of.get("engine bytes down").max()),
                number(of.get("push bytes down").max()))));
        page.append("\n**Push of 5 new images** of 4 MB each, built before: one at a time and several at a time.\n\n");
        page.append(head("", "1 at a time", "2 at a time", "5 at a time", "2 ÷ 1", "5 ÷ 1"));
        page.append(row(
                "publish",
                time(several.get("1")),
                time(several.get("2")),
                time(several.get("5")),
                ratio(several, "2", "1"),
                ratio(several, "5", "1")));
        return page.toString();
    }
}
