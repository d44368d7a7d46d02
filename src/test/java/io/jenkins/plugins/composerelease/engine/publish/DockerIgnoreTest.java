package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
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
                "\uFEFF# a comment;x|# a comment|no",
                "\uFEFFx|x|yes",
                "a/../b|b|yes",
                "a/./b//c|a/b/c|yes",
                "a[x|a[x|yes",
                ";  ;|a|no",
                ".|a|no")) {
            String[] parts = line.split("\\|");
            DockerIgnore ignore = new DockerIgnore("web/.dockerignore", Arrays.asList(parts[0].split(";")));
            assertThat(ignore.ignores(parts[1])).as(line).isEqualTo(parts[2].equals("yes"));
        }
    }

    @Test
    public void saysWhichLineIsNoPattern() {
        for (String line : List.of("[z-a]", "web/[a\\]", "x[9-0]y")) {
            assertThatThrownBy(() -> new DockerIgnore("web/.dockerignore", List.of("# rules", line)))
                    .as(line)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Line 2 of 'web/.dockerignore' is no pattern: '" + line + "'");
        }
    }

    @Test
    public void knowsWhetherItMakesExceptions() {
        assertThat(new DockerIgnore("x", List.of("*", "!src")).makesExceptions())
                .isTrue();
        assertThat(new DockerIgnore("x", List.of("*", "\\!src")).makesExceptions())
                .isFalse();
    }
}
