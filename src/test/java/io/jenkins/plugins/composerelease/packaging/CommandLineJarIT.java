package io.jenkins.plugins.composerelease.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Runs and opens the runnable jar that this build made. */
public class CommandLineJarIT {
    private static final Path JAR = Path.of("target", "compose-release-cli.jar");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void saysItsVersion() throws Exception {
        assertThat(java("-jar", JAR.toString(), "--version")).contains("0.1.0");
    }

    /** The configuration is read before the images are looked for: with a mistake in it, that is what would be said. */
    @Test
    public void readsTheConfigurationThatTheReadmeShows() throws Exception {
        Path workspace = folder.newFolder("workspace").toPath();
        Files.createDirectories(workspace.resolve("db/migrations"));
        Files.createDirectories(workspace.resolve(".ssh"));
        Files.createDirectories(workspace.resolve("web"));
        for (String file : List.of("compose.yaml", "web/Dockerfile", ".ssh/id_ed25519")) {
            Files.writeString(workspace.resolve(file), "text\n");
        }
        Files.writeString(workspace.resolve("release.yaml"), readmeConfiguration());
        ProcessBuilder plan =
                new ProcessBuilder(javaProgram(), "-jar", JAR.toAbsolutePath().toString(), "plan", "--sha", "0123456");
        plan.directory(workspace.toFile());
        plan.environment().put("HOME", workspace.toString());
        for (String secret : List.of("REGISTRY_PASSWORD", "DB_PASSWORD", "GITHUB_TOKEN")) {
            plan.environment().put(secret, "not-a-real-" + secret);
        }
        assertThat(run(plan, 2)).contains("release-images.json");
    }

    /** Standard output is the result of a command: a library that logs there would break {@code --json}. */
    @Test
    public void migratesWithoutPrintingAnything() throws Exception {
        Path migrations = folder.newFolder("migrations").toPath();
        Files.writeString(migrations.resolve("V1__create.sql"), "create table thing (id int primary key);\n");
        String classPath = JAR + File.pathSeparator + Path.of("target", "test-classes");
        assertThat(java("-cp", classPath, FlywayProbe.class.getName(), "jdbc:h2:mem:probe", migrations.toString()))
                .isEmpty();
    }

    @Test
    public void mergesTheServicesOfItsLibraries() throws IOException {
        for (String service : List.of("org.flywaydb.core.extensibility.Plugin", "java.sql.Driver")) {
            String file = "META-INF/services/" + service;
            Set<String> expected = new HashSet<>();
            for (URL url : Collections.list(getClass().getClassLoader().getResources(file))) {
                expected.addAll(providers(new String(url.openStream().readAllBytes(), StandardCharsets.UTF_8)));
            }
            try (JarFile jar = new JarFile(JAR.toFile())) {
                String merged =
                        new String(jar.getInputStream(jar.getEntry(file)).readAllBytes(), StandardCharsets.UTF_8);
                assertThat(providers(merged)).hasSizeGreaterThan(2).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @Test
    public void keepsTheLicencesOfItsLibraries() throws IOException {
        assertThat(entries())
                .contains(
                        "META-INF/licences/THIRD-PARTY.txt",
                        "META-INF/licences/postgresql-jar/META-INF/LICENSE",
                        "META-INF/licences/commons-io-jar/META-INF/NOTICE.txt");
    }

    @Test
    public void holdsNothingThatNeedsJenkins() throws IOException {
        assertThat(entries())
                .noneMatch(name -> name.matches("(hudson|jenkins|org/jenkinsci|org/kohsuke/stapler)/.*"))
                .noneMatch(name -> name.startsWith("io/jenkins/plugins/composerelease/ui/"))
                .noneMatch(name -> name.startsWith("META-INF/annotations/"));
    }

    private static List<String> entries() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream().map(ZipEntry::getName).collect(Collectors.toList());
        }
    }

    private static List<String> providers(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .collect(Collectors.toList());
    }

    private static String readmeConfiguration() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("    application: shop");
        String indented = readme.substring(start, readme.indexOf("\n\n", start));
        return indented.lines().map(line -> line.substring(4)).collect(Collectors.joining("\n"));
    }

    private static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Both streams of a Java program that must end with 0. */
    private String java(String... arguments) throws Exception {
        List<String> argv = new ArrayList<>();
        argv.add(javaProgram());
        argv.addAll(List.of(arguments));
        return run(new ProcessBuilder(argv), 0);
    }

    private String run(ProcessBuilder builder, int exitCode) throws Exception {
        Path output = folder.newFile().toPath();
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String text = Files.readString(output);
            assertThat(process.exitValue()).as(text).isEqualTo(exitCode);
            return text;
        } finally {
            process.destroyForcibly();
        }
    }
}
