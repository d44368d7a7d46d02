package io.jenkins.plugins.composerelease.signatures;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** Which constructors stand in a signature when the plugin calls none, so that javac makes up no public one. */
final class Constructors {
    private static final List<Modifier> WIDE = List.of(Modifier.PUBLIC, Modifier.PROTECTED);
    /** By what they ask of a subclass: access, exceptions, parameters. */
    static final Comparator<ExecutableElement> LEAST_FIRST = Comparator.<ExecutableElement>comparingInt(
                    Constructors::access)
            .thenComparing(constructor -> constructor.getThrownTypes().size())
            .thenComparing(constructor -> constructor.getParameters().size())
            .thenComparing(Object::toString);

    private Constructors() {}

    static Stream<ExecutableElement> of(TypeElement type) {
        return ElementFilter.constructorsIn(type.getEnclosedElements()).stream();
    }

    static Optional<ExecutableElement> least(TypeElement type) {
        return of(type).min(LEAST_FIRST);
    }

    private static int access(ExecutableElement constructor) {
        if (constructor.getModifiers().contains(Modifier.PRIVATE)) {
            return 2;
        }
        return WIDE.stream().anyMatch(constructor.getModifiers()::contains) ? 0 : 1;
    }
}
