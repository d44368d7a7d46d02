package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.SecretLook;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads {@code migration}: Flyway or a command in the new image. */
final class MigrationSections {
    private MigrationSections() {}

    static Migration read(Node node, WorkspaceFiles files, boolean requireFiles, SecretSource secrets) {
        Section section = Section.of(node, "flyway", "command", "timeout");
        if (section.has("flyway") == section.has("command")) {
            throw section.error("a migration has either 'flyway' or 'command'.", "Give one of them.");
        }
        Duration timeout = section.duration("timeout", Duration.ofMinutes(10));
        return section.has("flyway")
                ? flyway(section.require("flyway"), timeout, files, requireFiles, secrets)
                : command(section.require("command"), timeout);
    }

    private static Migration flyway(
            Node node, Duration timeout, WorkspaceFiles files, boolean requireFiles, SecretSource secrets) {
        Section section = Section.of(
                node,
                "locations",
                "url",
                "service",
                "user",
                "password",
                "outOfOrder",
                "placeholderReplacement",
                "placeholders");
        if (section.require("locations").items().isEmpty()) {
            throw section.require("locations").error("it is empty.", "Name a directory of SQL migrations.");
        }
        List<String> locations = section.texts("locations", path -> {
            String checked = requireFiles ? files.directory(path) : Checks.path(path);
            return files.workspace().resolve(checked).toString();
        });
        return section.build(() -> new Migration.Flyway(
                locations,
                section.requireText("url", Checks::jdbcUrl),
                section.text("service", text -> Names.name("service", text)),
                section.text("user", text -> Names.argument("user", text)),
                CommonSections.secret(section, "password", secrets),
                timeout,
                new Migration.Flyway.Rules(
                        section.bool("outOfOrder", false),
                        section.bool("placeholderReplacement", true),
                        placeholders(section))));
    }

    /** They are in plans and in the schema's SQL, as a target's variables are in its compose files. */
    private static Map<String, String> placeholders(Section section) {
        Map<String, String> placeholders =
                section.map("placeholders", text -> Names.name("placeholder", text), Checks::line);
        placeholders.forEach((name, value) -> SecretLook.judge(name, value)
                .filter(SecretLook.Reason::certain)
                .ifPresent(reason -> {
                    throw section.error(
                            "placeholder '" + name + "' looks like a secret (" + reason.text() + ").",
                            "Migrations are no place for one: whoever reads the schema reads it.");
                }));
        return placeholders;
    }

    private static Migration command(Node node, Duration timeout) {
        Section section = Section.of(node, "service", "argv", "pending");
        section.require("argv");
        return section.build(() -> new Migration.InContainer(
                section.requireText("service", text -> Names.name("service", text)),
                argv(section, "argv"),
                argv(section, "pending"),
                timeout));
    }

    private static List<String> argv(Section section, String key) {
        List<String> argv = section.texts(key, Checks::line);
        return argv.isEmpty()
                ? argv
                : section.require(key).check(() -> {
                    Names.argument("program", argv.get(0));
                    return argv;
                });
    }
}
