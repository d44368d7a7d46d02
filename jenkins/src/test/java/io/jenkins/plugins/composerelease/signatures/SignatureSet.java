package io.jenkins.plugins.composerelease.signatures;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.ElementFilter;

/** The types and members that need a signature: the used ones, and what they in turn name. */
final class SignatureSet {
    private final ClassPathModel jenkins;
    private final CentralTypes central;
    private final Map<TypeElement, Set<Element>> members = new LinkedHashMap<>();
    private final Deque<Element> open = new ArrayDeque<>();
    private final Set<Element> seen = new LinkedHashSet<>();

    private SignatureSet(ClassPathModel jenkins, CentralTypes central) {
        this.jenkins = jenkins;
        this.central = central;
    }

    /** @param central learns on the way which of its types differ from those of Jenkins */
    static SignatureSet of(ClassPathModel jenkins, CentralTypes central, Collection<Element> used) {
        while (true) {
            int differing = central.differing();
            SignatureSet set = new SignatureSet(jenkins, central);
            used.forEach(set::add);
            set.close();
            if (central.differing() == differing) {
                return set;
            }
        }
    }

    /** Types outside all others, in the order of their names. */
    Set<TypeElement> topLevel() {
        Set<TypeElement> types = new TreeSet<>(
                Comparator.comparing(type -> type.getQualifiedName().toString()));
        members.keySet().forEach(type -> types.add(ClassPathModel.topLevel(type)));
        return types;
    }

    boolean contains(Element element) {
        return element instanceof TypeElement
                ? members.containsKey(element)
                : members.getOrDefault(element.getEnclosingElement(), Set.of()).contains(element);
    }

    private void close() {
        int size;
        do {
            while (!open.isEmpty()) {
                expand(open.remove());
            }
            size = seen.size();
            List.copyOf(members.keySet()).forEach(this::addWhatItMustDeclare);
        } while (seen.size() > size || !open.isEmpty());
    }

    private void add(Element element) {
        boolean wanted = element instanceof TypeElement
                || element instanceof ExecutableElement
                || element.getKind() == ElementKind.FIELD
                || element.getKind() == ElementKind.ENUM_CONSTANT;
        if (wanted && seen.add(element)) {
            open.add(element);
        }
    }

    private void expand(Element element) {
        TypeElement type = element instanceof TypeElement itself ? itself : (TypeElement) element.getEnclosingElement();
        if (!jenkins.isForeign(type)) {
            return;
        }
        add(type);
        if (central.provides(element)) {
            return;
        }
        if (element == type) {
            members.computeIfAbsent(type, key -> new LinkedHashSet<>());
            addHead(type);
        } else {
            members.computeIfAbsent(type, key -> new LinkedHashSet<>()).add(element);
            addTypesOf(element);
        }
    }

    private void addHead(TypeElement type) {
        if (type.getEnclosingElement() instanceof TypeElement outer) {
            add(outer);
        }
        type.getAnnotationMirrors().stream().filter(AnnotationText::isKept).forEach(this::addAnnotation);
        add(type.getSuperclass());
        type.getInterfaces().forEach(this::add);
        type.getPermittedSubclasses().forEach(this::add);
        type.getTypeParameters().forEach(this::addBounds);
        if (type.getKind() == ElementKind.ANNOTATION_TYPE) {
            ElementFilter.methodsIn(type.getEnclosedElements()).forEach(this::add);
        }
        type.getEnclosedElements().stream()
                .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
                .forEach(this::add);
    }

    private void addAnnotation(AnnotationMirror annotation) {
        add(annotation.getAnnotationType());
    }

    private void addTypesOf(Element member) {
        if (member instanceof ExecutableElement method) {
            add(method.getReturnType());
            method.getParameters().forEach(parameter -> add(parameter.asType()));
            method.getThrownTypes().forEach(this::add);
            method.getTypeParameters().forEach(this::addBounds);
            if (method.getDefaultValue() != null && method.getDefaultValue().getValue() instanceof TypeMirror type) {
                add(type);
            }
        } else {
            add(member.asType());
        }
    }

    private void addBounds(TypeParameterElement parameter) {
        parameter.getBounds().forEach(this::add);
    }

    private void add(TypeMirror type) {
        if (type instanceof DeclaredType declared) {
            if (type.getKind() == TypeKind.ERROR) {
                throw new AssertionError("'" + type + "' is on no class path. Add its artifact to jenkins/pom.xml.");
            }
            add(declared.asElement());
            declared.getTypeArguments().forEach(this::add);
        } else if (type instanceof ArrayType array) {
            add(array.getComponentType());
        } else if (type instanceof WildcardType wildcard) {
            add(wildcard.getExtendsBound());
            add(wildcard.getSuperBound());
        }
    }

    /** What javac demands of a class with such supertypes: implementations, and a constructor that is not made up. */
    private void addWhatItMustDeclare(TypeElement type) {
        List<ExecutableElement> declared = ElementFilter.methodsIn(type.getEnclosedElements());
        for (TypeElement above : jenkins.supertypes(type)) {
            for (ExecutableElement upper : ElementFilter.methodsIn(above.getEnclosedElements())) {
                boolean matters = members.containsKey(above)
                        ? contains(upper)
                        : upper.getModifiers().contains(Modifier.ABSTRACT);
                if (matters) {
                    declared.stream()
                            .filter(lower -> jenkins.overrides(lower, upper, type))
                            .forEach(this::add);
                }
            }
        }
        if (type.getKind() == ElementKind.CLASS && Constructors.of(type).noneMatch(this::contains)) {
            Constructors.least(type).ifPresent(this::add);
        }
        if (jenkins.task().getTypes().asElement(type.getSuperclass()) instanceof TypeElement above
                && !members.containsKey(above)) {
            Constructors.least(above).ifPresent(this::add);
        }
    }
}
