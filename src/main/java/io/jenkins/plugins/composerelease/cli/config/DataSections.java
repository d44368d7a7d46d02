package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.FirstRun;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import java.util.List;

/** Reads what of a target's data is backed up, and what is run once on it. */
final class DataSections {
    private static final List<String> KINDS = List.of("pgDump", "mysqlDump", "sqlite");

    private DataSections() {}

    static Backup backup(Node node, SecretSource secrets) {
        Section section =
                Section.of(node, "pgDump", "mysqlDump", "sqlite", "volumes", "configuration", "keep", "keepDays");
        List<String> kinds = KINDS.stream().filter(section::has).toList();
        if (kinds.size() != 1) {
            throw section.error(
                    "a backup has exactly one of 'pgDump', 'mysqlDump' and 'sqlite', not "
                            + (kinds.isEmpty() ? "none" : Text.count(kinds.size(), "of them")) + ".",
                    "Say which database it is of.");
        }
        Node database = section.require(kinds.get(0));
        return section.build(() -> new Backup(
                switch (kinds.get(0)) {
                    case "pgDump" -> pgDump(database);
                    case "mysqlDump" -> mysqlDump(database, secrets);
                    default -> sqlite(database);
                },
                section.texts("volumes", text -> Names.name("volume", text)),
                section.bool("configuration", false),
                section.integer("keep", Backup.DEFAULT_KEEP),
                section.integer("keepDays", Backup.DEFAULT_KEEP_DAYS)));
    }

    private static Backup.Database pgDump(Node node) {
        Section dump = Section.of(node, "service", "user", "database");
        return dump.build(() -> new Backup.PgDump(
                service(dump),
                dump.requireText("user", text -> Names.argument("user", text)),
                dump.requireText("database", text -> Names.argument("database", text))));
    }

    private static Backup.Database mysqlDump(Node node, SecretSource secrets) {
        Section dump = Section.of(node, "service", "user", "password", "database");
        return dump.build(() -> new Backup.MysqlDump(
                service(dump),
                dump.requireText("user", text -> Names.argument("user", text)),
                CommonSections.secret(dump, "password", secrets),
                dump.requireText("database", text -> Names.argument("database", text))));
    }

    private static Backup.Database sqlite(Node node) {
        Section file = Section.of(node, "service", "path");
        return file.build(() ->
                new Backup.Sqlite(service(file), file.requireText("path", text -> Names.absolutePath("path", text))));
    }

    static FirstRun firstRun(Node node, SecretSource secrets) {
        Section section = Section.of(node, "name", "service", "argv", "stdin");
        section.require("argv");
        List<String> argv = section.texts("argv", Checks::line);
        return section.build(() -> new FirstRun(
                section.text("name", text -> Names.name("first run", text)).orElse("first-run"),
                service(section),
                section.require("argv").check(() -> {
                    Names.argument("program", argv.isEmpty() ? "" : argv.get(0));
                    return argv;
                }),
                section.find("stdin").map(value -> CommonSections.exact(value, secrets))));
    }

    private static String service(Section section) {
        return section.requireText("service", text -> Names.name("service", text));
    }
}
