package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.testing.FakeHost;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Pulls with a program in the place of Docker, which writes down how it was started. */
public class ImagePullerTest {
    private static final String OURS = "r.example.com:5000/shop/web@sha256:" + "a".repeat(64);
    private static final String OTHER = "docker.io/library/redis@sha256:" + "b".repeat(64);
    private static final String DOCKER = """
            #!/bin/sh
            echo "$1 $2|${DOCKER_CONFIG#/dev/shm/compose-release-login.}|$DOCKER_CONTEXT|$DOCKER_AUTH_CONFIG" >> "$LOG"
            case "$1" in
              image) exit 1 ;;
              context) echo rootless ;;
              login)
                echo "directory $DOCKER_CONFIG" >> "$LOG"
                echo "password $(cat)" >> "$LOG"
                echo "config $(cat "$DOCKER_CONFIG/config.json")" >> "$LOG"
                test -f "$DOCKER_CONFIG/contexts/meta" && echo "has contexts" >> "$LOG"
                exit "$LOGIN_EXIT" ;;
            esac
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordingLog log = new RecordingLog();
    private Path programs;
    private Path home;
    private Path written;

    @Before
    public void create() throws IOException {
        programs = folder.newFolder("programs").toPath();
        Path docker = Files.writeString(programs.resolve("docker"), DOCKER);
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = folder.newFolder("home").toPath();
        Files.createDirectories(home.resolve(".docker/contexts"));
        Files.createFile(home.resolve(".docker/contexts/meta"));
        written = folder.getRoot().toPath().resolve("written");
    }

    @Test
    public void logsInToItsRegistryOnlyAndByTheEngineOfTheUsersChoice() throws IOException {
        int pulled = pull(Optional.of(login()), "0");

        assertThat(pulled).isEqualTo(2);
        List<String> lines = Files.readAllLines(written);
        String directory = value(lines, "directory ");
        assertThat(value(lines, "password ")).isEqualTo("hunter2hunter2");
        assertThat(value(lines, "config ")).isEqualTo("{\"auths\":{\"r.example.com:5000\":{}}}");
        assertThat(lines).contains("has contexts");
        String name = directory.replace("/dev/shm/compose-release-login.", "");
        assertThat(pulls(lines))
                .containsExactlyInAnyOrder("pull --quiet|" + name + "|rootless|", "pull --quiet|||theirs");
        assertThat(Path.of(directory)).doesNotExist();
        assertThat(log.lines()).containsExactlyInAnyOrder("progress: pulled " + OURS, "progress: pulled " + OTHER);
    }

    @Test
    public void pullsAsTheUserWithoutALogin() throws IOException {
        pull(Optional.empty(), "0");

        List<String> lines = Files.readAllLines(written);
        assertThat(pulls(lines)).containsOnly("pull --quiet|||theirs").hasSize(2);
        assertThat(lines).noneMatch(line -> line.startsWith("login"));
    }

    @Test
    public void leavesNothingWhenTheLoginIsRefused() throws IOException {
        assertThatThrownBy(() -> pull(Optional.of(login()), "1")).hasMessageContaining("pull the images");

        List<String> lines = Files.readAllLines(written);
        assertThat(pulls(lines)).isEmpty();
        assertThat(Path.of(value(lines, "directory "))).doesNotExist();
    }

    @Test
    public void pullsWhatIsMissingAlone() throws IOException {
        docker("case \"$1\" in image) echo docker.io/library/redis@sha256:" + "b".repeat(64) + "; exit 1 ;; esac");

        int pulled = pull(Optional.empty(), "0");

        assertThat(pulled).isEqualTo(1);
        assertThat(Files.readAllLines(written)).containsExactly("image inspect", "pull " + OURS);
    }

    @Test
    public void asksOnceForAllThatIsThere() throws IOException {
        docker("exit 0");

        assertThat(pull(Optional.of(login()), "0")).isZero();

        assertThat(Files.readAllLines(written)).hasSize(1).first().asString().startsWith("image inspect");
    }

    @Test
    public void failsWhereOneOfSeveralCannotBePulled() throws IOException {
        docker("case \"$1 $3\" in image*) exit 1 ;; 'pull " + OTHER + "') echo 'not found' >&2; exit 1 ;; esac");

        assertThatThrownBy(() -> pull(Optional.empty(), "0")).hasMessageContaining("not found");

        assertThat(log.lines()).containsExactly("progress: pulled " + OURS);
    }

    @Test
    public void pullsAgainWhenTheEngineIsBack() throws IOException {
        docker(
                "case \"$1\" in image) exit 1 ;; pull) test -e \"$LOG.away\" || "
                        + "{ touch \"$LOG.away\"; echo 'Cannot connect to the Docker daemon at unix:///x.' >&2; exit 1; } ;; esac");

        assertThat(pull(Optional.empty(), "0")).isEqualTo(2);

        assertThat(log.lines()).anyMatch(line -> line.contains("went away while images were pulled"));
    }

    /** Another program in Docker's place, which writes down its first argument and the last. */
    private void docker(String script) throws IOException {
        Files.writeString(
                programs.resolve("docker"),
                "#!/bin/sh\nif test \"$1\" = pull; then echo \"$1 $3\"; else echo \"$1 $2\"; fi >> \"$LOG\"\n" + script
                        + "\n");
    }

    private int pull(Optional<RegistryLogin> login, String loginExit) {
        LocalRunner local = new LocalRunner(Map.of(
                "PATH",
                programs + ":" + System.getenv("PATH"),
                "HOME",
                home.toString(),
                "LOG",
                written.toString(),
                "DOCKER_AUTH_CONFIG",
                "theirs",
                "LOGIN_EXIT",
                loginExit));
        List<ImageReference> images =
                Stream.of(OTHER, OURS).map(ImageReference::parse).toList();
        FakeHost host = new FakeHost() {
            @Override
            public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
                // Java looks for a program in its own PATH, env in the one that it is given.
                List<String> argv =
                        Stream.concat(Stream.of("env"), command.argv().stream()).toList();
                return local.run(command.withArgv(argv), deadline, listener);
            }
        };
        return new ImagePuller(host, log).pull(images, login, Deadline.in(Duration.ofSeconds(30)));
    }

    private static RegistryLogin login() {
        return new RegistryLogin(
                "r.example.com:5000", Optional.of("ci"), Optional.of(Secret.of("hunter2hunter2")), false);
    }

    private static List<String> pulls(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("pull ")).toList();
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst()
                .orElseThrow();
    }
}
