package io.jenkins.plugins.composerelease.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.bind.JavaScriptMethod;

/** Every method of the plugin that Stapler would call for a request, whatever class has it. */
final class WebMethods {
    private WebMethods() {}

    static List<Method> all() throws Exception {
        Path classes = Path.of(ComposeHost.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(classes.resolve("io/jenkins/plugins/composerelease/ui")).isDirectory();
        try (Stream<Path> files = Files.walk(classes.resolve("io/jenkins/plugins/composerelease"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> classes.relativize(file).toString())
                    .flatMap(file -> of(file.replaceAll("[.]class$", "").replace('/', '.')))
                    .toList();
        } catch (UncheckedIOException e) {
            throw new IOException(e);
        }
    }

    private static Stream<Method> of(String type) {
        try {
            return Stream.of(Class.forName(type, false, WebMethods.class.getClassLoader())
                            .getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isBridge())
                    .filter(method -> method.getName().matches("do[A-Z].*|js[A-Z].*")
                            || method.isAnnotationPresent(WebMethod.class)
                            || method.isAnnotationPresent(JavaScriptMethod.class));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
