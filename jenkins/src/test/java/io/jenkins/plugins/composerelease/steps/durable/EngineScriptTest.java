package io.jenkins.plugins.composerelease.steps.durable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Which Java the script takes, and what it says where there is none. A shell runs it. */
public class EngineScriptTest {
    /** What a build may well have, for example by parameters. */
    private static final List<String> EXPORTED = List.of("java", "seen", "version", "archive", "directory");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void takesJavaHomeFirst() throws Exception {
        assertThat(run(java("home", "21.0.1"), java("path", "17.0.2"), java("agent", "17.0.2")))
                .contains("from home");
    }

    @Test
    public void passesOverWhatIsTooOld() throws Exception {
        assertThat(run(java("home", "11.0.2"), java("path", "1.8.0_302"), java("agent", "17.0.2")))
                .contains("from agent");
        assertThat(run(java("home", "11.0.2"), java("path", "17"), "/none")).contains("from path");
    }

    @Test
    public void asksAJavaThatHasNoReleaseFile() throws Exception {
        String home = java("home", "17.0.9");
        Files.delete(Path.of(home, "release"));
        assertThat(run(home, java("path", "1.8.0_302"), "/none")).contains("from home");
    }

    @Test
    public void saysWhatIsThereWhereNoJavaIsNewEnough() throws Exception {
        String home = java("home", "11.0.2");
        String log = run(home, java("path", "1.8.0_302"), "/none");
        assertThat(log)
                .contains("code " + EngineScript.NO_JAVA)
                .contains("Java 17 or newer was not found here, neither by JAVA_HOME nor by PATH.")
                .contains("'" + home + "' is Java 11.", "is Java 8.");
    }

    @Test
    public void handsOptionsAndRequestOverAsTheyAre() throws Exception {
        String log = run(java("home", "17"), "/none", "/none");
        assertThat(log).contains("[it's $HOME `id` \"quoted\"]").contains("{\"key\":\"\\u00FC $HOME `id` '\"}");
    }

    @Test
    public void takesTheClassArchiveWithTheJavaThatMadeIt() throws Exception {
        String agents = java("agent", "17");
        assertThat(run("/none", "/none", agents)).contains("[-XX:SharedArchiveFile=/jar.jsa]");
        assertThat(run(agents, "/none", agents)).contains("[-XX:SharedArchiveFile=/jar.jsa]");
        assertThat(run(java("home", "17"), "/none", agents))
                .contains("from home")
                .doesNotContain("SharedArchiveFile");
    }

    @Test
    public void leavesTheBuildsVariablesAsTheyAre() throws Exception {
        assertThat(run(java("home", "17"), "/none", "/none"))
                .contains(EXPORTED.stream()
                        .map(name -> "<" + name + "=the build's>")
                        .toList());
    }

    /** A Java that says where it is, what it is given, and some of its environment. */
    private String java(String name, String version) throws IOException {
        File bin = new File(folder.newFolder(), "bin");
        assertThat(bin.mkdir()).isTrue();
        Path java = bin.toPath().resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2024-01-01' >&2; exit; fi
                echo "from %s"; for argument in "$@"; do echo "[$argument]"; done; cat
                for it in java="$java" seen="$seen" version="$version" archive="$archive" directory="$directory"; do
                  echo "<$it>"
                done
                """.formatted(version, name));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(
                bin.toPath().resolveSibling("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return bin.getParent();
    }

    private String run(String javaHome, String pathHome, String agentsHome) throws Exception {
        EngineCall call = EngineCall.of("test", "it's $HOME `id` \"quoted\"")
                .request(new ObjectMapper().createObjectNode().put("key", "ü $HOME `id` '"), null);
        String text = EngineScript.of(
                "id",
                call,
                new AgentPlace("/jar", true, agentsHome, "/jar.jsa", false),
                folder.getRoot().getPath());
        Path script = folder.newFile().toPath();
        Files.writeString(script, text);
        ProcessBuilder shell = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true);
        shell.environment().put("JAVA_HOME", javaHome);
        shell.environment().put("PATH", pathHome + "/bin:" + tools());
        for (String name : EXPORTED) {
            shell.environment().put(name, "the build's");
        }
        Process process = shell.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output + "code " + process.exitValue();
    }

    /** What the script calls, without the machine's own Java. */
    private String tools() throws IOException {
        File tools = new File(folder.getRoot(), "tools");
        if (tools.mkdir()) {
            for (String tool : new String[] {"sh", "sed", "dirname", "readlink", "cat"}) {
                Path real = Files.exists(Path.of("/usr/bin", tool)) ? Path.of("/usr/bin", tool) : Path.of("/bin", tool);
                Files.createSymbolicLink(tools.toPath().resolve(tool), real);
            }
        }
        return tools.getPath();
    }
}
