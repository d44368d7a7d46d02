package io.jenkins.plugins.composerelease.signatures;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles signatures as the root build does, to learn which of javac's warnings each file must suppress. */
final class SignatureWarnings {
    private static final Pattern NAME = Pattern.compile("\\[([\\w-]+)\\] ");

    private SignatureWarnings() {}

    /** File to the names of its warnings; throws when a file does not compile. */
    static Map<Path, Set<String>> of(Set<Path> files, List<Path> classPath) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        StandardJavaFileManager manager = javac.getStandardFileManager(null, Locale.ROOT, null);
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-implicit:none",
                "-Xlint:all,-serial,-classfile",
                "-Xmaxwarns",
                "9999",
                "-classpath",
                path);
        javac.getTask(null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(files))
                .call();
        Map<Path, Set<String>> warnings = new TreeMap<>();
        List<String> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : found.getDiagnostics()) {
            Matcher name = NAME.matcher(diagnostic.toString());
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(diagnostic.toString());
            } else if (diagnostic.getSource() != null && name.find()) {
                warnings.computeIfAbsent(Path.of(diagnostic.getSource().toUri()), file -> new TreeSet<>())
                        .add(name.group(1));
            }
        }
        if (!errors.isEmpty()) {
            throw new AssertionError("Signatures that do not compile:\n" + String.join("\n", errors));
        }
        return warnings;
    }
}
