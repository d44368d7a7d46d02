package io.jenkins.plugins.composerelease.adapter.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Fence;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Runs the scripts with the shells of this machine, as sshd's login shell would. */
public class RemoteScriptTest {
    private static final String NASTY = "a'b\"c$HOME `id` \\ \n\t!! ünï €\n";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void handsTheLoginShellNothingItCouldReadInItsOwnWay() {
        String bootstrap = RemoteScript.bootstrap("1f-2");
        assertThat(bootstrap)
                .doesNotContain("\n", "!", "\\")
                .startsWith("exec sh -c '")
                .endsWith("' compose-release:1f-2");
    }

    @Test
    public void anyShellStartsTheCommandWithItsExactBytes() {
        Command command = Command.of("test", "printf", "%s|", NASTY, "").withEnvironment(Map.of("A", NASTY));
        for (String shell : shells()) {
            CommandResult result = run(shell, command);
            assertThat(result.errors()).as(shell).isEmpty();
            assertThat(result.output()).as(shell).isEqualTo(NASTY + "||");
        }
    }

    @Test
    public void passesVariablesAndStandardInput() {
        Command command = Command.of("test", "sh", "-c", "printf %s \"$A$B\"; cat; env | grep -c '^cr_'")
                .withEnvironment(Map.of("A", NASTY))
                .withSecrets(Map.of("B", Secret.of("s3cret")))
                .withStdin(Secret.of("one\ntwo\n"));
        assertThat(run("sh", command).output()).isEqualTo(NASTY + "s3cret" + "one\ntwo\n0\n");
    }

    @Test
    public void failsWhenTheScriptArrivesInPart() {
        byte[] line = RemoteScript.command(Command.of("test", "touch", "x"), path(), "r")
                .bytes();
        Secret half = Secret.of(java.util.Arrays.copyOf(line, line.length / 2));
        assertThat(local("sh", half).exitCode()).isNotZero();
    }

    @Test
    public void startsNothingThatWasStoppedBefore() throws IOException {
        Files.createFile(folder.getRoot().toPath().resolve("r.stop"));
        CommandResult result = run("sh", Command.of("test", "touch", path() + "/done"));
        assertThat(result.exitCode()).isEqualTo(255);
        assertThat(RemoteScript.split(result.errors(), "r").getValue()).isEqualTo("stopped");
        assertThat(folder.getRoot().list()).doesNotContain("done");
    }

    @Test
    public void tellsWhyItEndedWith255() {
        assertThat(said(Command.of("test", "sh", "-c", "exit 255"))).isEqualTo("exited");
        assertThat(said(Command.of("test", "no-such-program"))).isEqualTo("program");
        assertThat(said(Command.of("test", "ls").withDirectory("/no/such"))).isEqualTo("directory");
        assertThat(said(Command.of("test", "sh", "-c", "exit 254"))).isEmpty();
    }

    @Test
    public void runsNothingForAnOwnerThatWasReplaced() throws IOException {
        Files.writeString(folder.newFile("fence").toPath(), "4\n");
        Files.writeString(folder.newFile("owner").toPath(), "build 8\n");
        Command touch = Command.of("test", "touch", path() + "/done");

        CommandResult stale = run("sh", touch.guarded(new Fence(path(), 3)));
        assertThat(stale.exitCode()).isEqualTo(79);
        assertThat(RemoteScript.split(stale.errors(), "r").getValue()).isEqualTo("fenced build 8");
        assertThat(folder.getRoot().list()).doesNotContain("done", "r");

        assertThat(run("sh", touch.guarded(new Fence(path(), 4))).exitCode()).isZero();
        assertThat(folder.getRoot().list()).contains("done");
    }

    @Test
    public void runsNothingForAnOwnerWhereThereIsNoFence() {
        Command touch = Command.of("test", "touch", path() + "/done");

        assertThat(run("sh", touch.guarded(new Fence(path() + "/gone", 1))).exitCode())
                .isEqualTo(79);
        assertThat(run("sh", touch.guarded(new Fence(path(), 1))).exitCode()).isEqualTo(79);
        assertThat(folder.getRoot().list()).doesNotContain("done");
    }

    /** So whoever raises the fence can wait until nothing of the owner before is left. */
    @Test
    public void isSeenAsLongAsAnythingOfItRuns() throws IOException {
        Files.writeString(folder.newFile("fence").toPath(), "4\n");
        String look = "flock -n \"$0/work.lock\" true; echo $?; (sleep 2; touch \"$0/late\") >/dev/null 2>&1 &";
        Command command = Command.of("test", "sh", "-c", look, path()).guarded(new Fence(path(), 4));

        assertThat(run("sh", command).output()).isEqualTo("1\n");
        Command wait = Command.of("test", "flock", path() + "/work.lock", "ls", path());
        assertThat(new LocalRunner()
                        .require(wait, Deadline.in(Duration.ofSeconds(30)))
                        .output())
                .contains("late");
    }

    @Test
    public void leavesNoFileOfItsRun() {
        run("sh", Command.of("test", "true"));
        assertThat(folder.getRoot().list()).isEmpty();
    }

    @Test
    public void refusesANulCharacterWithoutShowingTheValue() {
        Command command = Command.of("test", "true").withSecrets(Map.of("B", Secret.of("s3cret\0")));
        assertThatThrownBy(() -> RemoteScript.command(command, path(), "r"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'B'")
                .hasMessageNotContaining("s3cret");
    }

    /** A process that is gone may have left its id to any other, another release's among them. */
    @Test
    public void sweepsWhatProcessesThatAreGoneLeft() {
        String make = """
                cd '%s' || exit 1
                ns=$(readlink /proc/self/ns/pid)
                own() { mkdir "compose-release.$1" && echo "$2" >"compose-release.$1/.owner"; }
                own live "$$ $ns $(cr_start $$)"; own unnumbered "$$ $ns"; own elsewhere "999999999 pid:[1] 1"
                own running "999999999 $ns 1"; echo $$ >compose-release.running/r
                own gone "999999999 $ns 1"; own reused "$$ $ns 1"; own ended "999999999 $ns 1"
                echo $$ >compose-release.ended/another-run
                mkdir compose-release.empty compose-release.young compose-release.full
                echo x >compose-release.full/file
                touch -d '5 minutes ago' compose-release.empty compose-release.full
                """.formatted(path());
        // Only what this test made: the places themselves belong to whoever uses this machine.
        String sweep = RemoteScript.SWEEP
                .replace("/tmp/compose-release", "/no/such/compose-release")
                .replace("/dev/shm/compose-release", path() + "/compose-release");

        CommandResult result = new LocalRunner()
                .run(
                        Command.of("test", "sh", "-c", RemoteScript.START + make + sweep, "compose-release:r"),
                        Deadline.in(Duration.ofSeconds(60)));

        assertThat(result.errors()).isEmpty();
        assertThat(folder.getRoot().list())
                .extracting(name -> name.replace("compose-release.", ""))
                .containsExactlyInAnyOrder("live", "unnumbered", "elsewhere", "running", "young", "full");
    }

    private String said(Command command) {
        return RemoteScript.split(run("sh", command).errors(), "r").getValue();
    }

    private CommandResult run(String shell, Command command) {
        return local(shell, RemoteScript.command(command, path(), "r"));
    }

    private static CommandResult local(String shell, Secret input) {
        Command command =
                Command.of("test", shell, "-c", RemoteScript.bootstrap("r")).withStdin(input);
        return new LocalRunner().run(command, Deadline.in(Duration.ofSeconds(30)));
    }

    private String path() {
        return folder.getRoot().getPath();
    }

    private static List<String> shells() {
        return List.of("sh", "bash", "dash", "tcsh", "csh", "fish", "zsh", "ksh").stream()
                .filter(shell -> Files.isExecutable(java.nio.file.Path.of("/usr/bin", shell))
                        || Files.isExecutable(java.nio.file.Path.of("/bin", shell)))
                .toList();
    }
}
