package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class VersionFileTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void readsPackageJson() throws IOException {
        assertThat(read("package.json", "{\"dependencies\": {\"version\": \"9\"}, \"version\": \"1.4.0\"}"))
                .isEqualTo("1.4.0");
    }

    @Test
    public void readsPyproject() throws IOException {
        assertThat(read("pyproject.toml", """
                        [build-system] # not here
                        version = "9"
                        [project] # here
                        name = "shop"
                        version = '2.1.0' # released
                        """)).isEqualTo("2.1.0");
        assertThat(read("pyproject.toml", "[tool.poetry]\nversion = \"0.3.0\"\n"))
                .isEqualTo("0.3.0");
    }

    @Test
    public void readsCargo() throws IOException {
        assertThat(read("Cargo.toml", "[dependencies.x]\nversion = \"9\"\n[package]\nversion=\"0.1.7\"\n"))
                .isEqualTo("0.1.7");
    }

    @Test
    public void readsPython() throws IOException {
        assertThat(read("__init__.py", "import os\n# __version__ = '9'\n__version__ = \"3.2.1\"  # x\n"))
                .isEqualTo("3.2.1");
        assertThat(read("version.py", "__version__: str = '3.2.2'\n")).isEqualTo("3.2.2");
    }

    @Test
    public void readsMix() throws IOException {
        assertThat(read("mix.exs", "def project do\n  [app: :sign_in,\n   version: \"0.5.0\",\n"))
                .isEqualTo("0.5.0");
        assertThat(read("mix.exs", "  @version \"0.6.0\"\n  [version: @version]"))
                .isEqualTo("0.6.0");
    }

    @Test
    public void readsPom() throws IOException {
        assertThat(read("pom.xml", pom("<parent><version>1</version></parent><version>2.0</version>")))
                .isEqualTo("2.0");
        assertThat(read("pom.xml", pom("<parent><version>1.5</version></parent>")))
                .isEqualTo("1.5");
        assertThat(read(
                        "pom.xml",
                        pom("<version>${revision}${changelist}</version><properties><revision>4.1</revision>"
                                + "<changelist>-SNAPSHOT</changelist></properties>")))
                .isEqualTo("4.1-SNAPSHOT");
        assertThat(read(
                        "pom.xml",
                        pom("<dependencies><dependency><version>9</version></dependency></dependencies>"
                                + "<version>2.2</version>")))
                .isEqualTo("2.2");
    }

    @Test
    public void readsNoExternalEntity() throws IOException {
        Path secret = folder.newFile("secret").toPath();
        Files.writeString(secret, "hunter2");
        String text = "<!DOCTYPE project [<!ENTITY x SYSTEM \"" + secret.toUri()
                + "\">]><project><version>&x;</version>" + "</project>";

        assertThatThrownBy(() -> read("pom.xml", text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    public void readsAFileWithNothingElse() throws IOException {
        assertThat(read("VERSION", "\n 1.9.3 \n")).isEqualTo("1.9.3");
    }

    @Test
    public void readsByPattern() throws IOException {
        assertThat(read("build.gradle", "plugins\nversion = '7.1'\n", "^version = '(.+)'$"))
                .isEqualTo("7.1");
        assertThat(read("notes", "Release 7.2 of today", "[0-9.]+")).isEqualTo("7.2");
    }

    @Test
    public void saysWhatIsMissing() {
        assertThatThrownBy(() -> VersionFile.read(Path.of("/none/package.json"), Optional.empty()))
                .hasMessageContaining("There is no file '/none/package.json'");
        assertThatThrownBy(() -> read("package.json", "{}"))
                .hasMessageContaining("There is no version in '")
                .hasMessageContaining("package.json'");
        assertThatThrownBy(() -> read("package.json", "{")).hasMessageContaining("is not valid JSON");
        assertThatThrownBy(() -> read("pom.xml", "<project>")).hasMessageContaining("is not valid XML");
        assertThatThrownBy(() -> read("pom.xml", pom("<version>${x}</version>")))
                .hasMessageContaining("has no property 'x'");
        assertThatThrownBy(() -> read("pyproject.toml", "[project]\ndynamic = [\"version\"]\n"))
                .hasMessageContaining("say where it stands with a pattern");
        assertThatThrownBy(() -> read("README", "two words")).hasMessageContaining("There is no version");
        assertThatThrownBy(() -> read("notes", "x", "(y)")).hasMessageContaining("that matches '(y)'");
        assertThatThrownBy(() -> read("notes", "x", "(y")).hasMessageContaining("is not valid");
    }

    @Test
    public void refusesAVersionThatIsNoArgument() {
        assertThatThrownBy(() -> read("package.json", "{\"version\": \"-1\"}")).hasMessageContaining("is not valid");
        assertThatThrownBy(() -> read("package.json", "{\"version\": \"1\\u001b[2J\"}"))
                .hasMessageContaining("1\\u001b[2J");
    }

    private String read(String name, String text) throws IOException {
        return VersionFile.read(write(name, text), Optional.empty());
    }

    private String read(String name, String text, String pattern) throws IOException {
        return VersionFile.read(write(name, text), Optional.of(pattern));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.getRoot().toPath().resolve(name), text);
    }

    private static String pom(String body) {
        return "<?xml version=\"1.0\"?><project xmlns=\"http://maven.apache.org/POM/4.0.0\">" + body + "</project>";
    }
}
