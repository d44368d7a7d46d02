package io.jenkins.plugins.composerelease.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.Test;

/** Opens the {@code .hpi} that this build made. */
public class HpiIT {
    private static final String ROOT = "io.jenkins.plugins.composerelease";
    private static final Path HPI = Path.of("target", "compose-release.hpi");
    private static final Path PLUGIN_JAR = Path.of("target", "plugin", "compose-release.jar");
    private static final String LIBRARY = "WEB-INF/lib/compose-release.jar";

    @Test
    public void saysWhatJenkinsNeedsToKnow() throws IOException {
        try (JarFile hpi = new JarFile(HPI.toFile())) {
            Attributes main = hpi.getManifest().getMainAttributes();
            assertThat(main.getValue("Short-Name")).isEqualTo("compose-release");
            assertThat(main.getValue("Long-Name")).isEqualTo("Compose Release");
            assertThat(main.getValue("Group-Id")).isEqualTo("io.jenkins.plugins");
            assertThat(main.getValue("Jenkins-Version")).isEqualTo("2.528.3");
            assertThat(main.getValue("Plugin-Version")).startsWith("0.1.0");
            assertThat(main.getValue("Plugin-License-Name")).isEqualTo("MIT");
            assertThat(main.getValue("Support-Dynamic-Loading")).isEqualTo("true");
            assertThat(main.getValue("Plugin-Dependencies").split(","))
                    .anyMatch(plugin -> plugin.startsWith("workflow-step-api:"))
                    .allMatch(plugin -> plugin.matches("[a-z0-9-]+:[\\w.-]+"));
        }
    }

    @Test
    public void holdsOneLibraryWithTheSameManifest() throws IOException {
        try (JarFile hpi = new JarFile(HPI.toFile())) {
            assertThat(hpi.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".jar")))
                    .containsExactly(LIBRARY);
            try (JarInputStream library = new JarInputStream(hpi.getInputStream(hpi.getEntry(LIBRARY)))) {
                assertThat(library.getManifest()).isEqualTo(new Manifest(hpi.getManifest()));
            }
        }
    }

    @Test
    public void bringsNeitherSignaturesNorLibrariesToJenkins() throws IOException {
        try (JarFile jar = new JarFile(PLUGIN_JAR.toFile())) {
            assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
                    .contains("index.jelly")
                    .allMatch(name -> name.startsWith("io/jenkins/plugins/composerelease/")
                            || name.startsWith("META-INF/")
                            || name.equals("index.jelly"));
        }
    }

    @Test
    public void holdsEveryClassThatItsClassesName() throws IOException {
        try (JarFile jar = new JarFile(PLUGIN_JAR.toFile())) {
            Set<String> present =
                    jar.stream().map(ZipEntry::getName).map(HpiIT::className).collect(Collectors.toSet());
            assertThat(classes(jar))
                    .flatExtracting(type -> type.getDirectDependenciesFromSelf())
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filteredOn(type -> type.getPackageName().startsWith(ROOT))
                    .map(JavaClass::getName)
                    .isNotEmpty()
                    .isSubsetOf(present);
        }
    }

    @Test
    public void listsEveryExtensionInTheIndexThatJenkinsReads() throws IOException {
        try (JarFile jar = new JarFile(PLUGIN_JAR.toFile())) {
            String index = new String(read(jar, "META-INF/annotations/hudson.Extension"), StandardCharsets.ISO_8859_1);
            assertThat(classes(jar))
                    .filteredOn(type -> type.isAnnotatedWith("hudson.Extension"))
                    .isNotEmpty()
                    .allMatch(type -> index.contains(type.getName()));
        }
    }

    @Test
    public void listsEverySymbolInTheIndexThatJenkinsReads() throws IOException {
        try (JarFile jar = new JarFile(PLUGIN_JAR.toFile())) {
            assertThat(symbols(jar))
                    .containsExactlyInAnyOrderElementsOf(classes(jar).stream()
                            .filter(type -> type.isAnnotatedWith("org.jenkinsci.Symbol"))
                            .map(JavaClass::getName)
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    public void carriesTheRunnableJarByteForByte() throws IOException {
        try (JarFile jar = new JarFile(PLUGIN_JAR.toFile())) {
            byte[] carried = read(jar, "io/jenkins/plugins/composerelease/compose-release-cli.jar");
            assertThat(carried).isEqualTo(Files.readAllBytes(Path.of("target", "compose-release-cli.jar")));
            try (JarInputStream runnable = new JarInputStream(new ByteArrayInputStream(carried))) {
                assertThat(runnable.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
                        .isEqualTo(ROOT + ".cli.Main");
            }
        }
    }

    private static JavaClasses classes(JarFile jar) {
        return new ClassFileImporter().importJar(jar);
    }

    private static List<String> symbols(JarFile jar) throws IOException {
        String index = "META-INF/services/annotations/org.jenkinsci.Symbol";
        return jar.getEntry(index) == null
                ? List.of()
                : new String(read(jar, index), StandardCharsets.UTF_8).lines().collect(Collectors.toList());
    }

    private static String className(String entry) {
        return entry.replace(".class", "").replace('/', '.');
    }

    private static byte[] read(JarFile jar, String entry) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            return in.readAllBytes();
        }
    }
}
