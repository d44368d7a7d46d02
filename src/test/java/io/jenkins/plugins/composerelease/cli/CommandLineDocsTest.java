package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code docs/command-line.md} and the program say the same. */
public class CommandLineDocsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private String docs;

    @Before
    public void read() throws IOException {
        docs = Files.readString(Path.of("docs/command-line.md"));
    }

    @Test
    public void nameEveryCommandAndOption() {
        CommandLine tree = Commands.tree(new Root(Terminal.ofProcess(), new Parts()), "");
        assertThat(tree.getSubcommands()).hasSizeGreaterThan(10);
        tree.getSubcommands().forEach((name, command) -> {
            assertThat(docs).contains("\n| `" + name);
            for (OptionSpec option : command.getCommandSpec().options()) {
                boolean demo = name.equals("demo"); // './demo' calls it
                assertThat(demo || docs.contains(option.longestName()))
                        .as("%s of %s", option.longestName(), name)
                        .isTrue();
            }
        });
    }

    @Test
    public void nameNoOptionThatIsNone() {
        Set<String> known =
                Commands.tree(new Root(Terminal.ofProcess(), new Parts()), "").getSubcommands().values().stream()
                        .flatMap(command -> command.getCommandSpec().options().stream())
                        .flatMap(option -> Arrays.stream(option.names()))
                        .collect(Collectors.toSet());
        Matcher option = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+").matcher(docs);
        while (option.find()) {
            assertThat(known).contains(option.group());
        }
    }

    @Test
    public void nameEveryExitCode() {
        for (ExitCode code : ExitCode.values()) {
            assertThat(docs).contains("\n| " + code.code() + " | ");
        }
    }

    /** What a section answers to an unknown key is the list of its keys. */
    @Test
    public void nameEveryKeyOfTheConfiguration() throws IOException {
        String target = "targets: {t: {host: h, user: u, directory: /srv/a, files: [c.yaml], %s}}";
        List<String> sections = List.of(
                "%s",
                "registry: {%s}",
                "version: {%s}",
                "images: [{%s}]",
                "compose: {%s}",
                "secrets: [{%s}]",
                "github: {%s}",
                "promotion: {%s}",
                "promotion: {registry: {%s}}",
                "targets: {t: {%s}}",
                target.formatted("migration: {%s}"),
                target.formatted("migration: {flyway: {%s}}"),
                target.formatted("migration: {command: {%s}}"),
                target.formatted("backup: {%s}"),
                target.formatted("backup: {pgDump: {%s}}"),
                target.formatted("hooks: {web: {%s}}"),
                target.formatted("prune: {%s}"),
                target.formatted("verification: [{%s}]"));
        for (String section : sections) {
            for (String key : keys(section)) {
                assertThat(docs)
                        .as("%s in %s", key, section)
                        .containsPattern("`([a-zA-Z]+\\.)?" + key + "(\\.[a-zA-Z]+)?`");
            }
        }
    }

    private List<String> keys(String section) throws IOException {
        String unknown = section.formatted("zzzzzzzzzzzzzzzzzzzz: 1");
        Files.writeString(folder.getRoot().toPath().resolve("release.yaml"), "application: a\n" + unknown + "\n");
        String refusal = CliRun.in(folder.getRoot().toPath()).execute("status").err();
        assertThat(refusal).contains("Valid here: ");
        String list = refusal.replaceFirst("(?s).*Valid here: ([^.]*)\\..*", "$1");
        return List.of(list.split(", "));
    }
}
