package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TagsCommandTest {
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path workspace;

    @Before
    public void setUp() throws IOException {
        workspace = folder.getRoot().toPath();
        Files.writeString(workspace.resolve("VERSION"), "1.2.3\n");
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                version: {file: VERSION}
                tags: [sha, branch]
                images:
                  - {name: shop/web}
                  - {name: shop/db, tags: [semver, latest]}
                """);
    }

    @Test
    public void printsTheTagsOfEachImage() {
        CliRun run = CliRun.in(workspace).execute("tags", "--sha", SHA, "--branch", "feature/x");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "shop/web:" + SHA,
                        "shop/web:feature-x",
                        "shop/db:" + SHA,
                        "shop/db:1.2.3",
                        "shop/db:1.2",
                        "shop/db:1");
    }

    @Test
    public void takesAValueWithAnAtSignAsItIs() throws IOException {
        Files.writeString(workspace.resolve("options"), "main --version 6.6.6");
        CliRun run = CliRun.in(workspace)
                .execute("tags", "--sha", SHA, "--branch", "@" + workspace.resolve("options"), "--json");
        assertThat(run.out() + run.err()).doesNotContain("6.6.6");
        assertThat(Json.tree(run.out(), "the output").path("shop/db").findValuesAsText("name"))
                .contains("1.2.3");
    }

    @Test
    public void takesWhatTheOptionsSayAndElseWhatJenkinsSays() {
        CliRun run = CliRun.in(workspace)
                .withVariable("GIT_COMMIT", SHA)
                .withVariable("BRANCH_NAME", "main")
                .execute("tags", "--version", "2.0.0-rc.1", "--json");
        JsonNode tags = Json.tree(run.out(), "the output").path("shop/db");
        assertThat(tags.findValuesAsText("name")).containsExactly(SHA, "2.0.0-rc.1", "latest");
        assertThat(tags.findValuesAsText("rule")).containsExactly("sha", "semver", "latest");
        assertThat(tags.findValuesAsText("moving")).containsExactly("false", "false", "true");
    }

    @Test
    public void putsPrefixesInFrontAndTakesEachImagesVersion() throws IOException {
        Files.writeString(workspace.resolve("package.json"), "{\"version\": \"7.1.0\"}");
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                version: 1.2.3+build
                tagPrefix: {sha: sha-, version: v}
                tags: [sha-short, semver, "custom:{branch}-stable"]
                images:
                  - {name: shop/web, version: {file: package.json}}
                  - {name: shop/db, version: "2.0"  , tags: [version]}
                  - {name: shop/api}
                """);

        CliRun run = CliRun.in(workspace).execute("tags", "--sha", SHA, "--branch", "main");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "shop/web:sha-" + SHA,
                        "shop/web:sha-0123456",
                        "shop/web:v7.1.0",
                        "shop/web:v7.1",
                        "shop/web:v7",
                        "shop/web:main-stable",
                        "shop/db:sha-" + SHA,
                        "shop/db:v2.0",
                        "shop/api:sha-" + SHA,
                        "shop/api:sha-0123456",
                        "shop/api:v1.2.3-build",
                        "shop/api:v1.2",
                        "shop/api:v1",
                        "shop/api:main-stable");
    }

    @Test
    public void refusesWhatMakesNoTag() {
        refused("Name it with --sha", "tags");
        refused("'HEAD~1' is not valid", "tags", "--sha", "HEAD~1");
        refused("semantic version", "tags", "--sha", SHA, "--version", "seven");
        refused("branch '-x'", "tags", "--sha", SHA, "--branch", "-x");
    }

    private void refused(String expected, String... args) {
        CliRun run = CliRun.in(workspace).execute(args);
        assertThat(run.err()).contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }
}
