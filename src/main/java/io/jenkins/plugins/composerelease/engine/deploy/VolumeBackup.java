package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord.Kind;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord.Part;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Volumes and files of a release as gzipped tar files. A volume is read and written in a container without network, of an
 * image of the release that has {@code tar}: on the host the volume may be out of the SSH user's reach.
 */
final class VolumeBackup {
    private static final Duration ASK = Duration.ofSeconds(60);

    /** Name of the volume, and where the database's containers mount it. */
    private static final String FIND = "n=$(docker volume ls -q --filter label=com.docker.compose.project=\"$1\" "
            + "--filter label=com.docker.compose.volume=\"$2\"); test -n \"$n\" || n=$(docker volume inspect --format '{{.Name}}' "
            + "-- \"$2\" 2>/dev/null); echo \"$n\"; test -z \"$n\" || docker ps -aq --filter label=com.docker.compose.project=\"$1\" "
            + "--filter label=com.docker.compose.service=\"$3\" --filter volume=\"$n\" | while read -r c; do docker inspect --format "
            + "'{{range .Mounts}}{{if eq .Name \"'\"$n\"'\"}}{{.Destination}}{{println}}{{end}}{{end}}' \"$c\"; done";

    private static final String REPLACE =
            "cd /volume && rm -rf -- ./* ./.[!.]* ./..?* && exec tar -xpf - --numeric-owner";
    private static final String LOOK =
            "test -s \"$1\" && gzip -t -- \"$1\" && gzip -dc -- \"$1\" | tar -tf - > /dev/null && stat -c %s -- \"$1\" && "
                    + "sha256sum < \"$1\"";
    private static final String PACK = "exec tar -C \"$1\" -cf - \"$2\"";
    private static final String UNPACK =
            "test -e \"$2/$3/record.json\" && exit 0; umask 077; gzip -dc -- \"$1\" | tar -C \"$2\" -xpf -";

    private final CommandRunner host;
    private final Target target;
    private final Backup settings;
    private final BackupFiles files;
    private final ReleaseLog log;
    private Optional<ImageReference> packer = Optional.empty();

    VolumeBackup(CommandRunner host, Target target, Backup settings, BackupFiles files, ReleaseLog log) {
        this.host = host;
        this.target = target;
        this.settings = settings;
        this.files = files;
        this.log = log;
    }

    /** Makes what the settings say, each part complete and read back, or not at all. */
    List<Part> make(String id, ReleaseRecord release, Deadline deadline) {
        List<Part> parts = new ArrayList<>();
        for (String volume : settings.volumes()) {
            Optional<String> name = find(volume);
            if (name.isEmpty()) {
                log.warn("Target '" + target.name() + "' has no volume '" + volume + "' yet: it is not in the backup.");
            } else {
                String file = files.part(id, "volume-" + volume);
                List<String> pack = inContainer(release, name.get() + ":/volume:ro", "tar", List.of());
                pack.addAll(List.of("-C", "/volume", "--numeric-owner", "-cf", "-", "."));
                Command command = DumpScripts.storeZipped(
                        "back up volume '" + volume + "'", file, Command.of("pack '" + volume + "'", pack));
                host.require(command.lasting("backup-volume-" + volume), deadline);
                parts.add(look(Kind.VOLUME, volume, file, deadline));
            }
        }
        return parts;
    }

    /** Files and record of a release. */
    Part configuration(String id, String release, Deadline deadline) {
        String file = files.part(id, "configuration");
        Command pack = HostFiles.script("pack", PACK, ReleasePaths.of(target).releases(), release);
        host.require(DumpScripts.storeZipped("back up the files of release '" + release + "'", file, pack), deadline);
        return look(Kind.CONFIGURATION, release, file, deadline);
    }

    /** Reads a part whole, and refuses one that is not what was recorded. */
    void check(Part part, Deadline deadline) {
        Part now = look(part.kind(), part.name(), part.file(), deadline);
        if (!now.sha256().equals(part.sha256())) {
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "'" + part.file() + "' was changed after it was made: expected SHA-256 " + part.sha256()
                            + " as recorded, but it has " + now.sha256() + ".",
                    "Restore another backup, or put the file back as it was.");
        }
    }

    /** Replaces a volume's files; nothing must use it. */
    void replace(Part part, ReleaseRecord release, String work, Deadline deadline) {
        String name = find(part.name()).orElseThrow(() -> unknown(part.name()));
        List<String> unpack = inContainer(release, name + ":/volume", "sh", List.of("--interactive"));
        unpack.addAll(List.of("-c", REPLACE));
        Command command = DumpScripts.feedZipped(
                "replace the files of volume '" + part.name() + "'", part.file(), Command.of("unpack", unpack));
        host.require(command.lasting(work + "-volume-" + part.name()), deadline);
    }

    /** Brings back files and record of a release that was removed since; one that is there stays. */
    void bringBack(Part part, Deadline deadline) {
        host.require(
                HostFiles.script(
                        "bring back the files of release '" + part.name() + "'",
                        UNPACK,
                        part.file(),
                        ReleasePaths.of(target).releases(),
                        part.name()),
                deadline);
    }

    /**
     * The volume's name at Docker's; empty when there is none yet.
     *
     * @throws InvalidInputException if the database is in it, whose files must not be copied while it runs
     */
    private Optional<String> find(String volume) {
        List<String> lines = host.require(
                        HostFiles.script(
                                "look for volume '" + volume + "'", FIND, target.project(), volume, settings.service()),
                        Deadline.in(ASK))
                .output()
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        boolean holdsDatabase = lines.stream()
                .skip(1)
                .anyMatch(mount -> !(settings.database() instanceof Backup.Sqlite sqlite)
                        || sqlite.name().startsWith(mount.strip() + "/"));
        if (holdsDatabase) {
            throw new InvalidInputException(
                    "Volume '" + volume + "' of target '" + target.name() + "' holds the database of service '"
                            + settings.service() + "': its files change while they are read.",
                    "Take it out of the backup's 'volumes': the dump has the data.");
        }
        return lines.stream().findFirst();
    }

    private InvalidInputException unknown(String volume) {
        return new InvalidInputException(
                "There is no volume '" + volume + "' on target '" + target.name() + "'.",
                "Deploy a release that has it first.");
    }

    private Part look(Kind kind, String name, String file, Deadline deadline) {
        List<String> lines = host.require(HostFiles.script("check '" + file + "'", LOOK, file), deadline)
                .output()
                .lines()
                .toList();
        return new Part(
                kind, name, file, Long.parseLong(lines.get(0)), lines.get(1).substring(0, 64));
    }

    private List<String> inContainer(ReleaseRecord release, String volume, String program, List<String> options) {
        List<String> argv = run(options);
        argv.addAll(List.of(
                "--volume", volume, "--entrypoint", program, packer(release).toString()));
        return argv;
    }

    private static List<String> run(List<String> options) {
        List<String> argv = new ArrayList<>(List.of("docker", "run", "--rm", "--pull", "never", "--network", "none"));
        argv.addAll(List.of("--user", "0:0"));
        argv.addAll(options);
        return argv;
    }

    /** The first image of the release that has what it takes. */
    private ImageReference packer(ReleaseRecord release) {
        if (packer.isEmpty()) {
            packer = new TreeSet<>(release.images().keySet())
                    .stream().map(release.images()::get).filter(this::canPack).findFirst();
        }
        return packer.orElseThrow(() -> new ReleaseException(
                ExitCode.FAILED,
                "No image of release '" + release.id() + "' has a shell and 'tar', which volumes are packed with.",
                "Use an image with both for one of the services."));
    }

    private boolean canPack(ImageReference image) {
        List<String> argv = run(List.of());
        argv.addAll(List.of("--entrypoint", "sh", image.toString(), "-c", "command -v tar"));
        try {
            CommandResult result = host.run(Command.of("look for tar in '" + image + "'", argv), Deadline.in(ASK));
            return result.succeeded();
        } catch (CommandFailedException e) {
            return false;
        }
    }
}
