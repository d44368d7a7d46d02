package io.jenkins.plugins.composerelease.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.TypeElement;
import org.junit.Test;

/**
 * {@code src/jenkins-api/java} holds exactly what the plugin uses of the Jenkins of this build. With
 * {@code -Dsignatures.update} this test writes the files instead of comparing them.
 */
public class SignaturesTest {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path COMMITTED = Path.of("..", "src", "jenkins-api", "java");
    private static final List<Path> SOURCES =
            List.of(Path.of("..", "src", "main", "java"), Path.of("target", "generated-sources", "localizer"));
    private static final Path CENTRAL = Path.of("..", "target", "compile-classpath.txt");

    @Test
    public void signaturesAreThoseOfTheRealTypes() throws IOException {
        Map<String, String> expected = generate();
        if (System.getProperty("signatures.update") != null) {
            write(expected);
        }
        assertThat(differences(read(), expected))
                .as("run this test with -Dsignatures.update and commit src/jenkins-api")
                .isEmpty();
    }

    private static Map<String, String> generate() throws IOException {
        ClassPathModel jenkins = new ClassPathModel(classPath(), sources());
        UsedElements uses = new UsedElements(jenkins);
        jenkins.analyze(uses);
        assertThat(CENTRAL)
                .as("written by 'mvn process-resources' in the directory above")
                .exists();
        List<Path> central = split(Files.readString(CENTRAL).strip());
        SignatureSet set =
                SignatureSet.of(jenkins, new CentralTypes(new ClassPathModel(central, List.of())), uses.found());
        Path directory = Files.createDirectories(Path.of("target", "signatures"));
        Map<Path, TypeElement> types = new TreeMap<>();
        for (TypeElement type : set.topLevel()) {
            Path file = directory.resolve(path(type)).toAbsolutePath();
            Files.createDirectories(file.getParent());
            Files.writeString(file, new SignatureFile(jenkins, set, type).source(Set.of()));
            types.put(file, type);
        }
        Map<Path, Set<String>> warnings = SignatureWarnings.of(types.keySet(), central);
        Map<String, String> sources = new TreeMap<>();
        types.forEach((file, type) -> sources.put(
                path(type), new SignatureFile(jenkins, set, type).source(warnings.getOrDefault(file, Set.of()))));
        return sources;
    }

    private static String differences(Map<String, String> committed, Map<String, String> expected) {
        Map<String, String> all = new TreeMap<>(committed);
        all.putAll(expected);
        return all.keySet().stream()
                .filter(file -> !committed.getOrDefault(file, "").equals(expected.getOrDefault(file, "")))
                .map(file -> file
                        + (committed.containsKey(file)
                                ? expected.containsKey(file) ? "" : " (superfluous)"
                                : " (missing)")
                        + "\n" + lines(committed, expected, file, "  - ") + lines(expected, committed, file, "  + "))
                .collect(Collectors.joining("\n"));
    }

    private static String lines(Map<String, String> of, Map<String, String> without, String file, String sign) {
        List<String> other = without.getOrDefault(file, "").lines().collect(Collectors.toList());
        return of.getOrDefault(file, "")
                .lines()
                .filter(line -> !other.contains(line))
                .map(line -> sign + line.strip() + "\n")
                .collect(Collectors.joining());
    }

    private static List<Path> classPath() {
        return split(System.getProperty("java.class.path")).stream()
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.toList());
    }

    private static List<Path> split(String path) {
        return Arrays.stream(path.split(File.pathSeparator)).map(Path::of).collect(Collectors.toList());
    }

    /** The source of every class of the plugin. */
    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$"))
                    .map(name -> name.replace(".class", ".java"))
                    .map(name -> SOURCES.stream()
                            .map(root -> root.resolve(name))
                            .filter(Files::exists)
                            .findFirst())
                    .flatMap(java.util.Optional::stream)
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static String path(TypeElement type) {
        return type.getQualifiedName().toString().replace('.', '/') + ".java";
    }

    private static Map<String, String> read() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(COMMITTED)) {
            for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
                String name = COMMITTED.relativize(file).toString().replace(File.separatorChar, '/');
                sources.put(name, Files.readString(file));
            }
        }
        return sources;
    }

    private static void write(Map<String, String> sources) throws IOException {
        for (String superfluous : read().keySet()) {
            Files.delete(COMMITTED.resolve(superfluous));
        }
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = COMMITTED.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
        }
    }
}
