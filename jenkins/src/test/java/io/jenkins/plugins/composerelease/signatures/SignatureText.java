package io.jenkins.plugins.composerelease.signatures;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;

/** Java text of one type's head or one member, without bodies. */
final class SignatureText {
    private static final List<Modifier> ORDER = List.of(
            Modifier.PUBLIC,
            Modifier.PROTECTED,
            Modifier.PRIVATE,
            Modifier.ABSTRACT,
            Modifier.DEFAULT,
            Modifier.STATIC,
            Modifier.SEALED,
            Modifier.FINAL);

    private final Function<TypeElement, String> names;
    private final AnnotationText annotations = new AnnotationText(this::type);

    /** @param names how a type is written where the text will stand */
    SignatureText(Function<TypeElement, String> names) {
        this.names = names;
    }

    /** Annotations, modifiers, name, type parameters, supertypes. */
    String head(TypeElement type) {
        ElementKind kind = type.getKind();
        StringBuilder text = new StringBuilder(annotations.before(type));
        text.append(modifiers(type)).append(isBelowSealed(type) ? "non-sealed " : "");
        text.append(
                switch (kind) {
                    case ANNOTATION_TYPE -> "@interface ";
                    case INTERFACE -> "interface ";
                    case ENUM -> "enum ";
                    case CLASS -> "class ";
                    default -> throw new AssertionError("Teach SignatureText how to write a " + kind + ": " + type);
                });
        text.append(type.getSimpleName()).append(parameters(type.getTypeParameters()));
        TypeMirror superclass = type.getSuperclass();
        if (kind == ElementKind.CLASS && !isObject(superclass)) {
            text.append(" extends ").append(type(superclass));
        }
        if (kind != ElementKind.ANNOTATION_TYPE && !type.getInterfaces().isEmpty()) {
            text.append(kind == ElementKind.INTERFACE ? " extends " : " implements ")
                    .append(types(type.getInterfaces(), ", "));
        }
        if (type.getModifiers().contains(Modifier.SEALED)) {
            text.append(" permits ").append(types(type.getPermittedSubclasses(), ", "));
        }
        return text.toString();
    }

    /** A field without its value, a method or constructor without its body. */
    String member(Element member) {
        String start = annotations.before(member) + modifiers(member);
        if (member instanceof VariableElement) {
            return start + type(member.asType()) + " " + member.getSimpleName();
        }
        ExecutableElement method = (ExecutableElement) member;
        String generic = parameters(method.getTypeParameters());
        String name = method.getKind() == ElementKind.CONSTRUCTOR
                ? method.getEnclosingElement().getSimpleName().toString()
                : type(method.getReturnType()) + " " + method.getSimpleName();
        String thrown = method.getThrownTypes().isEmpty() ? "" : " throws " + types(method.getThrownTypes(), ", ");
        String value =
                method.getDefaultValue() == null ? "" : " default " + annotations.visit(method.getDefaultValue());
        return start + generic + (generic.isEmpty() ? "" : " ") + name + "(" + arguments(method) + ")" + thrown + value;
    }

    String type(TypeMirror type) {
        if (type instanceof DeclaredType declared && type.getKind() == TypeKind.DECLARED) {
            TypeElement element = (TypeElement) declared.asElement();
            String name = isParameterized(declared.getEnclosingType())
                    ? type(declared.getEnclosingType()) + "." + element.getSimpleName()
                    : names.apply(element);
            return name + (isParameterized(declared) ? "<" + types(declared.getTypeArguments(), ", ") + ">" : "");
        }
        if (type instanceof ArrayType array) {
            return type(array.getComponentType()) + "[]";
        }
        if (type instanceof WildcardType wildcard) {
            String above = wildcard.getExtendsBound() == null ? "" : " extends " + type(wildcard.getExtendsBound());
            return "?" + above + (wildcard.getSuperBound() == null ? "" : " super " + type(wildcard.getSuperBound()));
        }
        return type.getKind().isPrimitive() || type.getKind() == TypeKind.VOID
                ? type.getKind().name().toLowerCase(java.util.Locale.ROOT)
                : ((Element) elementOf(type)).getSimpleName().toString();
    }

    private static Element elementOf(TypeMirror type) {
        if (type.getKind() == TypeKind.TYPEVAR) {
            return ((javax.lang.model.type.TypeVariable) type).asElement();
        }
        return ((DeclaredType) type).asElement();
    }

    private String arguments(ExecutableElement method) {
        List<? extends VariableElement> parameters = method.getParameters();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parameters.size(); i++) {
            String type = type(parameters.get(i).asType());
            boolean dots = method.isVarArgs() && i == parameters.size() - 1;
            text.append(i == 0 ? "" : ", ")
                    .append(dots ? type.substring(0, type.length() - 2) + "..." : type)
                    .append(" ")
                    .append((char) ('a' + i));
        }
        return text.toString();
    }

    private String parameters(List<? extends TypeParameterElement> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.stream().map(this::parameter).collect(Collectors.joining(", ", "<", ">"));
    }

    private String parameter(TypeParameterElement parameter) {
        List<? extends TypeMirror> bounds = parameter.getBounds();
        boolean none = bounds.size() == 1 && isObject(bounds.get(0));
        return parameter.getSimpleName() + (none ? "" : " extends " + types(bounds, " & "));
    }

    private String types(List<? extends TypeMirror> types, String separator) {
        return types.stream().map(this::type).collect(Collectors.joining(separator));
    }

    private static String modifiers(Element element) {
        Element owner = element.getEnclosingElement();
        boolean inInterface = owner.getKind().isInterface();
        StringBuilder text = new StringBuilder();
        for (Modifier modifier : ORDER) {
            if (element.getModifiers().contains(modifier) && !isImplied(modifier, element, inInterface)) {
                text.append(modifier).append(' ');
            }
        }
        return text.toString();
    }

    private static boolean isImplied(Modifier modifier, Element element, boolean inInterface) {
        ElementKind kind = element.getKind();
        boolean type = kind.isClass() || kind.isInterface();
        return switch (modifier) {
            case PUBLIC -> inInterface;
            case ABSTRACT ->
                kind.isInterface()
                        || kind == ElementKind.ENUM
                        || (inInterface && !type)
                        || element.getEnclosingElement().getKind() == ElementKind.ENUM;
            case STATIC ->
                kind.isInterface() || kind == ElementKind.ENUM || (inInterface && kind != ElementKind.METHOD);
            case FINAL -> kind == ElementKind.ENUM || (inInterface && !type);
            case SEALED -> kind == ElementKind.ENUM;
            default -> false;
        };
    }

    private static boolean isBelowSealed(TypeElement type) {
        Set<Modifier> own = type.getModifiers();
        return !own.contains(Modifier.FINAL)
                && !own.contains(Modifier.SEALED)
                && java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(type.getSuperclass()), type.getInterfaces().stream())
                        .anyMatch(above -> above instanceof DeclaredType declared
                                && declared.asElement().getModifiers().contains(Modifier.SEALED));
    }

    private static boolean isParameterized(TypeMirror type) {
        return type instanceof DeclaredType declared
                && !declared.getTypeArguments().isEmpty();
    }

    private static boolean isObject(TypeMirror type) {
        return type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && element.getQualifiedName().contentEquals("java.lang.Object");
    }
}
