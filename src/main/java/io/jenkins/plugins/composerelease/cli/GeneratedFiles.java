package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp;
import io.jenkins.plugins.composerelease.engine.wait.StackFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The compose files that {@code up} writes itself. Another {@code docker compose} gets the same ones by COMPOSE_FILE and
 * so finds the stack as it is.
 */
final class GeneratedFiles {
    private final SecretFiles files;
    private final ReleaseLog log;

    GeneratedFiles(SecretFiles files, ReleaseLog log) {
        this.files = files;
        this.log = log;
    }

    /**
     * The project with the files that it needs for this.
     *
     * @param freePorts whether Docker chooses every port of this machine
     * @param images images by the services that run them instead of what the files say
     * @param labels labels for all that belongs to the stack
     */
    ComposeProject of(
            ComposeProject project,
            boolean freePorts,
            Map<String, String> images,
            Map<String, String> labels,
            ComposeUp compose) {
        if (freePorts || !isPlain(project) || !images.isEmpty()) {
            String config = StackFile.withImages(compose.resolved(project), images);
            return whole(project, config, labels, freePorts);
        }
        if (labels.isEmpty()) {
            return project;
        }
        List<String> all = new ArrayList<>(project.files());
        all.add(files.writeCompose(StackFile.labels(compose.resolved(project), labels))
                .toString());
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
