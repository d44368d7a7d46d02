package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.Test;

public class DockerIgnoreTest {
    @Test
    public void decidesAsDockerDoes() {
        // lines joined by ';' | path | ignored
        for (String line : List.of(
                "*.log|a.log|yes",
                "*.log|web/a.log|no",
                "**/*.log|web/deep/a.log|yes",
                "**/*.log|a.log|yes",
                "node_modules|node_modules/x/y.js|yes",
                "node_modules|web/node_modules/x|no",
                "**/node_modules|web/node_modules/x|yes",
                "/dist|dist/a|yes",
                "./dist/|dist/a|yes",
                "dist/**|dist/a/b|yes",
                "*|a|yes",
                "*;!src|src/a|no",
                "*;!src;src/secret|src/secret|yes",
                "*;!src|other/src|yes",
                "# *.log;x|a.log|no",
                "temp?|temp1|yes",
                "temp?|temp/|no",
                "a[0-9].txt|a5.txt|yes",
                "a[0-9].txt|ab.txt|no",
                "a[^0-9].txt|ab.txt|yes",
                "a\\*b|a*b|yes",
                "a\\*b|axb|no",
                "a+(b)|a+(b)|yes",
                "fresh|fresh/|yes",
                ";  ;|a|no",
                ".|a|no")) {
            String[] parts = line.split("\\|");
            DockerIgnore ignore = new DockerIgnore(Arrays.asList(parts[0].split(";")));
            assertThat(ignore.ignores(parts[1])).as(line).isEqualTo(parts[2].equals("yes"));
        }
    }
}
