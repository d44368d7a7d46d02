package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.GeneratedFiles.Generated;
import io.jenkins.plugins.composerelease.cli.config.ComposeSettings;
import io.jenkins.plugins.composerelease.cli.config.StackImages;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp.StartedService;
import io.jenkins.plugins.composerelease.engine.wait.OwnedStacks;
import io.jenkins.plugins.composerelease.engine.wait.PublishedPort;
import io.jenkins.plugins.composerelease.engine.wait.StackOwner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts the stack for tests. */
@Command(
        name = "up",
        description = "Starts the services of 'compose' on this machine and waits until they are healthy.")
final class UpCommand extends BaseCommand {
    @Parameters(paramLabel = "SERVICE", description = "Services to start. Default: those of the configuration.")
    private List<String> services = new ArrayList<>();

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long the services may take to become ready. Default: the configuration's.")
    private Optional<String> timeout = Optional.empty();

    @Option(names = "--no-build", description = "Starts the images that are there, without building.")
    private boolean noBuild;

    @Option(
            names = "--images",
            paramLabel = "FILE",
            description =
                    "Starts what 'publish' wrote to this file, also what it built without pushing it, by the images'"
                            + " services and variables.")
    private Optional<String> images = Optional.empty();

    @Option(
            names = "--free-ports",
            description = "Lets Docker choose every port of this machine, also where the compose files name one.")
    private boolean freePorts;

    @Option(
            names = "--logs",
            paramLabel = "MODE",
            description = "What is shown of the services' logs: failing, all or none. Default: the configuration's.")
    private Optional<Readiness.Logs> logs = Optional.empty();

    @Override
    void run(Session session) {
        ComposeSettings settings = settings(session);
        StackImages started = images(session);
        Path workspace = session.release().workspace();
        FoundFiles found = FoundFiles.of(
                settings,
                workspace,
                new ComposeVariables(settings, workspace, session.terminal().environment()),
                session.console()::warn);
        Stack toStart = new Stack(settings, found, started.byVariable());
        UpResult result = new StackReport(session, settings.project(), started.revision())
                .of(log -> start(session, settings, toStart, started.byService(), log));
        session.result(json, result, () -> text(result.services()));
    }

    private ComposeSettings settings(Session session) {
        ComposeSettings settings = stack.applied(session.release().compose(session.secrets()));
        return freePorts ? settings.withFreePorts() : settings;
    }

    private UpResult start(
            Session session, ComposeSettings settings, Stack toStart, Map<String, String> byService, ReleaseLog log) {
        Host local = session.parts().local();
        SecretSets sets = session.parts().secretSets(session.terminal().user());
        settings.owner().ifPresent(owner -> removeOrphans(new OwnedStacks(local, log, owner), settings, sets, log));
        SecretFiles files = sets.ofStack(settings.project(), settings.owner());
        ComposeProject project = toStart.project(files.write(settings.secrets()));
        Map<String, String> labels = settings.owner().map(StackOwner::labels).orElse(Map.of());
        ComposeUp compose = new ComposeUp(local, log);
        List<String> wanted = services.isEmpty() ? settings.services() : services;
        Generated generated =
                new GeneratedFiles(files, log, compose).of(project, wanted, settings.freePorts(), byService, labels);
        Optional<String> resolved = settings.secrets().isEmpty()
                ? generated.resolved()
                : Optional.of(generated.resolved().orElseGet(() -> compose.resolved(project, wanted)));
        resolved.ifPresent(config -> StackSecrets.tell(config, project, wanted, settings.secrets(), log));
        List<StartedService> started = compose.up(
                generated.project(),
                wanted,
                resolved,
                !noBuild,
                timeout.map(Checks::duration).orElse(settings.timeout()),
                new Readiness(
                        settings.readiness().conditions(),
                        logs.orElse(settings.readiness().logs())));
        return UpResult.of(generated.project(), started);
    }

    private static void removeOrphans(OwnedStacks stacks, ComposeSettings settings, SecretSets sets, ReleaseLog log) {
        StackOwner owner = settings.owner().orElseThrow();
        stacks.removeOrphans(settings.project(), orphan -> sets.removeOrphan(orphan, owner, log));
        sets.removeOrphans(owner, project -> !stacks.mayHave(project), log);
    }

    private StackImages images(Session session) {
        StackImages named = session.release().stackImages();
        return named.images().isEmpty()
                ? session.release()
                        .published()
                        .map(StackImages::of)
                        .or(() -> images.map(session::path)
                                .map(file -> ImagesFile.started(
                                        file, session.release().application())))
                        .orElse(StackImages.NONE)
                : named;
    }

    private static String text(List<StartedService> started) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SERVICE", "PUBLISHED"));
        started.forEach(service -> rows.add(List.of(service.name(), ports(service))));
        return Table.of(rows).stripTrailing();
    }

    private static String ports(StartedService service) {
        List<String> ports = service.ports().stream().map(UpCommand::port).toList();
        return ports.isEmpty() ? "-" : String.join(", ", ports);
    }

    private static String port(PublishedPort port) {
        String address = port.address().contains(":") ? "[" + port.address() + "]" : port.address();
        return address + ":" + port.hostPort() + " -> " + port.port() + "/" + port.protocol();
    }

    /**
     * What {@code up --json} prints: also all that another {@code docker compose} needs to work on the same stack.
     *
     * @param project compose project name, for {@code down --project}
     * @param files compose files, absolute and in order; the generated one comes last
     * @param profiles active profiles, also where COMPOSE_PROFILES names them
     * @param envFiles none: where the configuration names env files, one generated file holds what they say
     * @param variables variables for interpolation, with those of published images, without secrets
     */
    record UpResult(
            String project,
            List<String> files,
            List<String> profiles,
            List<String> envFiles,
            Map<String, String> variables,
            List<StartedService> services) {
        static UpResult of(ComposeProject project, List<StartedService> started) {
            return new UpResult(
                    project.name(),
                    project.files(),
                    project.profiles(),
                    project.envFiles(),
                    project.variables(),
                    started);
        }
    }
}
