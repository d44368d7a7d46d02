package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.SecretLook;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads one entry of {@code targets}. */
final class TargetSections {
    private static final List<String> KEYS = List.of(
            "host",
            "port",
            "user",
            "hostKey",
            "identity",
            "proxyJump",
            "proxyCommand",
            "directory",
            "project",
            "files",
            "profiles",
            "transfer",
            "envFiles",
            "variables",
            "secrets",
            "atRest",
            "registry",
            "services",
            "strategy",
            "migration",
            "backup",
            "firstRun",
            "verification",
            "stability",
            "timeout",
            "wait",
            "approvers",
            "branches",
            "keep");

    /** What a target takes from the top level when it does not say otherwise. */
    record Defaults(String application, List<SecretBinding> secrets, Optional<RegistryLogin> registry) {}

    /**
     * Where the secrets of a target come from.
     *
     * @param identities what is needed to reach the host
     * @param backups what is needed besides to make a backup
     * @param others everything else
     */
    record Sources(SecretSource identities, SecretSource backups, SecretSource others) {
        private static final SecretSource UNFETCHED = new Unfetched();

        static Sources all(SecretSource secrets) {
            return new Sources(secrets, secrets, secrets);
        }

        /** To look at a target: its other secrets hold no value. */
        static Sources toRead(SecretSource secrets) {
            return new Sources(secrets, UNFETCHED, UNFETCHED);
        }

        static Sources toBackUp(SecretSource secrets) {
            return new Sources(secrets, secrets, UNFETCHED);
        }
    }

    private final Section section;
    private final WorkspaceFiles files;
    private final boolean requireFiles;
    private final Sources from;
    private final SecretSource secrets;

    TargetSections(Node node, WorkspaceFiles files, boolean requireFiles, Sources from) {
        this.section = Section.of(
                node,
                Stream.concat(KEYS.stream(), Stream.of(GuardSections.KEYS)).toArray(String[]::new));
        this.files = files;
        this.requireFiles = requireFiles;
        this.from = from;
        this.secrets = from.others();
    }

    TargetSettings read(String name, Defaults defaults) {
        section.word("strategy", List.of("recreate"), "recreate");
        Target target = section.build(() -> new Target(
                name,
                ssh(),
                section.requireText("directory", Checks::directory),
                section.text("project", Names::project).orElseGet(() -> projectName(defaults.application())),
                paths("files", false),
                section.texts("profiles", text -> Names.name("profile", text)),
                paths("transfer", true),
                paths("envFiles", false),
                variables(),
                section.find("secrets")
                        .map(list -> CommonSections.bindings(list, secrets))
                        .orElse(defaults.secrets()),
                Target.AtRest.valueOf(section.word("atRest", List.of("memory", "file"), "memory")
                        .toUpperCase(Locale.ROOT)),
                section.find("registry")
                        .map(node -> CommonSections.registry(node, secrets))
                        .or(defaults::registry),
                section.texts("services", text -> Names.name("service", text)),
                section.find("migration").map(node -> MigrationSections.read(node, files, requireFiles, secrets)),
                section.find("backup").map(node -> DataSections.backup(node, from.backups())),
                verification(),
                section.duration("stability", Duration.ofSeconds(5)),
                section.duration("timeout", Duration.ofMinutes(2)),
                Readiness.of(WaitSections.conditions(section)),
                section.integer("keep", 10)));
        Guards guards = section.build(() -> GuardSections.read(section, key -> paths(key, false)));
        if (guards.requires().filter(other -> other.target().equals(name)).isPresent()) {
            throw section.error("the target requires itself.", "Name the one that comes before it.");
        }
        return new TargetSettings(
                section.find("firstRun")
                        .map(node -> DataSections.firstRun(node, secrets))
                        .map(target.with(guards)::with)
                        .orElse(target.with(guards)),
                section.texts("approvers", text -> Names.argument("approver", text)),
                section.texts("branches", text -> Names.argument("branch", text)));
    }

    /** They are in plans, logs, and the host's records: what can be nothing but a secret must not be among them. */
    private Map<String, String> variables() {
        Map<String, String> variables =
                section.map("variables", text -> Names.variable("variable", text), Checks::line);
        variables.forEach((name, value) -> SecretLook.judge(name, value)
                .filter(SecretLook.Reason::certain)
                .ifPresent(reason -> {
                    throw section.error(
                            "variable '" + name + "' looks like a secret (" + reason.text() + ").",
                            "Bind it in 'secrets', with 'env'.");
                }));
        return variables;
    }

    private List<String> paths(String key, boolean directories) {
        return requireFiles ? files.transferred(section, key, directories) : section.texts(key, Checks::path);
    }

    private SshAddress ssh() {
        return new SshAddress(
                section.requireText("host", Names::host),
                section.find("port")
                        .map(node -> node.check(() -> Names.port(node.integer())))
                        .orElse(22),
                section.requireText("user", Names::user),
                section.text("hostKey", Checks::hostKey),
                section.find("identity").map(node -> CommonSections.exact(node, from.identities())),
                section.text("proxyJump", Checks::proxyJump),
                section.text("proxyCommand", Checks::line));
    }

    private List<EndpointCheck> verification() {
        return section.find("verification")
                .map(list -> list.items().stream().map(TargetSections::endpoint).toList())
                .orElse(List.of());
    }

    private static EndpointCheck endpoint(Node node) {
        Section check = Section.of(node, "url", "status", "body", "headers", "from", "retries", "interval");
        String from = check.word("from", List.of("agent", "target", "service"), "target");
        return check.build(() -> new EndpointCheck(
                check.requireText("url", Checks::httpUrl),
                check.integer("status", 200),
                check.text("body", Checks::regex),
                check.map("headers", Checks::header, Checks::line),
                EndpointCheck.From.valueOf(from.toUpperCase(Locale.ROOT)),
                check.integer("retries", 12),
                check.duration("interval", Duration.ofSeconds(5))));
    }

    /** A compose project name made from an application's name. */
    static String projectName(String application) {
        return application.toLowerCase(Locale.ROOT).replace('.', '-').replaceFirst("^[_-]+", "");
    }
}
