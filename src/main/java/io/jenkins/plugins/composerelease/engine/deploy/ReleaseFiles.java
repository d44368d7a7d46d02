package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Puts the files of a release into its own directory on the host, where they stay as they were released. */
final class ReleaseFiles {
    private final CommandRunner host;
    private final ReleasePaths paths;

    ReleaseFiles(CommandRunner host, ReleasePaths paths) {
        this.host = host;
        this.paths = paths;
    }

    /**
     * Transfers the workspace's files and the generated override, in one go. Returns how many files that were.
     *
     * @param approved SHA-256 of each file as planned; a file that is another one now is refused
     */
    int transfer(Workspace workspace, Map<String, String> approved, ReleaseRecord release, String override) {
        TarArchive archive = new TarArchive();
        for (String file : workspace.files()) {
            byte[] content = workspace.content(file);
            if (!Workspace.sha256(content).equals(approved.get(file))) {
                throw new ReleaseException(
                        ExitCode.PLAN_REFUSED,
                        "File '" + file + "' changed after the plan was made.",
                        "Make a new plan.");
            }
            // Readable for all: containers read mounted files as whoever they run as. Secrets never come this way.
            String mode = workspace.executable(file) ? "755" : "644";
            archive.add("files/" + file, mode, content);
        }
        archive.add(ReleasePaths.OVERRIDE, "600", override.getBytes(StandardCharsets.UTF_8));
        host.require(
                HostFiles.unpack(paths.release(release.id()), Secret.of(archive.bytes())),
                Deadline.in(Duration.ofMinutes(5)));
        return workspace.files().size() + 1;
    }

    void writeOverride(String id, String override) {
        host.require(
                HostFiles.write(paths.override(id), "600", Secret.of(override)), Deadline.in(Duration.ofMinutes(1)));
    }

    /** Gives a new release the files of an earlier one, and its override with today's secret files. */
    void copy(String from, String to, Map<String, String> secretPaths) {
        host.require(
                HostFiles.copyTree(paths.release(from) + "/files", paths.release(to) + "/files"),
                Deadline.in(Duration.ofMinutes(2)));
        writeOverride(to, ReleaseOverride.withSecrets(override(from), secretPaths));
    }

    /** The secret files that a release's override names. */
    List<String> secretPaths(String id) {
        return ReleaseOverride.secretPaths(override(id));
    }

    private String override(String id) {
        return host.require(HostFiles.read(paths.override(id)), Deadline.in(Duration.ofMinutes(1)))
                .output();
    }
}
