package io.jenkins.plugins.composerelease.signatures;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Types as javac sees them on one class path, after it attributed the given sources. */
final class ClassPathModel {
    private static final String PLUGIN = "io.jenkins.plugins.composerelease";

    private final JavacTask task;
    private final Collection<Path> sources;

    ClassPathModel(List<Path> classPath, Collection<Path> sources) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> options = List.of("--release", "17", "-proc:none", "-parameters", "-classpath", path);
        this.sources = sources;
        this.task =
                (JavacTask) javac.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources));
    }

    /** Parses and attributes the sources; {@code uses} then sees every tree of them. */
    void analyze(UsedElements uses) {
        try {
            Iterable<? extends CompilationUnitTree> units = task.parse();
            task.analyze();
            units.forEach(unit -> uses.scan(unit, null));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + sources, e);
        }
    }

    JavacTask task() {
        return task;
    }

    Elements elements() {
        return task.getElements();
    }

    /** Whether the type's signature is needed at all: it is neither of the JDK nor ours. */
    boolean isForeign(TypeElement type) {
        ModuleElement module = elements().getModuleOf(type);
        return module != null && module.isUnnamed() && !isOurs(type);
    }

    boolean isOurs(TypeElement type) {
        String name = elements().getPackageOf(type).getQualifiedName().toString();
        return name.equals(PLUGIN) || name.startsWith(PLUGIN + ".");
    }

    /** All types above this one, nearest first. */
    List<TypeElement> supertypes(TypeElement type) {
        Set<TypeElement> all = new LinkedHashSet<>();
        addSupertypes(type, all);
        return List.copyOf(all);
    }

    List<TypeElement> withSupertypes(TypeElement type) {
        return Stream.concat(Stream.of(type), supertypes(type).stream()).collect(Collectors.toList());
    }

    private void addSupertypes(TypeElement type, Set<TypeElement> all) {
        task.getTypes().directSupertypes(type.asType()).forEach(above -> {
            TypeElement element = (TypeElement) task.getTypes().asElement(above);
            if (all.add(element)) {
                addSupertypes(element, all);
            }
        });
    }

    boolean overrides(ExecutableElement lower, ExecutableElement upper, TypeElement type) {
        return lower.getSimpleName().equals(upper.getSimpleName()) && elements().overrides(lower, upper, type);
    }

    static TypeElement topLevel(Element element) {
        Element top = element;
        while (top.getEnclosingElement().getKind() != ElementKind.PACKAGE) {
            top = top.getEnclosingElement();
        }
        return (TypeElement) top;
    }

    static List<ExecutableElement> abstractMethods(TypeElement type) {
        return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .filter(method -> method.getModifiers().contains(Modifier.ABSTRACT))
                .collect(Collectors.toList());
    }
}
