package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp;
import io.jenkins.plugins.composerelease.engine.wait.StackFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The compose files that {@code up} writes itself. Another {@code docker compose} gets the same ones by COMPOSE_FILE and
 * so finds the stack as it is.
 */
final class GeneratedFiles {
    private final SecretFiles files;
    private final ReleaseLog log;
    private final ComposeUp compose;

    GeneratedFiles(SecretFiles files, ReleaseLog log, ComposeUp compose) {
        this.files = files;
        this.log = log;
        this.compose = compose;
    }

    /**
     * @param project the project with the files that it needs
     * @param resolved its configuration, where that had to be read
     */
    record Generated(ComposeProject project, Optional<String> resolved) {}

    /**
     * The project with the files that it needs for this.
     *
     * @param services the services to start
     * @param freePorts whether Docker chooses every port of this machine
     * @param images images by the services that run them instead of what the files say
     * @param labels labels for all that belongs to the stack
     */
    Generated of(
            ComposeProject project,
            List<String> services,
            boolean freePorts,
            Map<String, String> images,
            Map<String, String> labels) {
        boolean whole = freePorts || !isPlain(project) || !images.isEmpty();
        if (!whole && labels.isEmpty()) {
            return new Generated(project, Optional.empty());
        }
        String config = StackFile.withImages(compose.resolved(project, services), images);
        return new Generated(
                whole ? whole(project, config, labels, freePorts) : labelled(project, config, labels),
                Optional.of(config));
    }

    private ComposeProject labelled(ComposeProject project, String config, Map<String, String> labels) {
        List<String> all = new ArrayList<>(project.files());
        all.add(files.writeCompose(StackFile.labels(config, labels)).toString());
        return with(project, all);
    }

    private ComposeProject whole(ComposeProject project, String config, Map<String, String> labels, boolean freePorts) {
        List<String> named = StackFile.withContainerName(config);
        if (freePorts && !named.isEmpty()) {
            log.warn("a second stack cannot start beside this one, whatever its ports are: " + String.join(", ", named)
                    + " set container_name");
        }
        Path file = files.writeCompose(StackFile.whole(config, labels, freePorts));
        return with(project, List.of(file.toString()));
    }

    /**
     * Whether variables can tell another Compose all of it: not where relative paths start, that is always where the first
     * file is; and version 1.29 not which env files there are.
     */
    private static boolean isPlain(ComposeProject project) {
        Path first = Path.of(project.files().get(0)).getParent();
        return Path.of(project.directory()).equals(first) && project.envFiles().isEmpty();
    }

    private static ComposeProject with(ComposeProject project, List<String> files) {
        return new ComposeProject(
                project.name(),
                project.directory(),
                files,
                project.profiles(),
                List.of(),
                project.variables(),
                project.secrets());
    }
}
