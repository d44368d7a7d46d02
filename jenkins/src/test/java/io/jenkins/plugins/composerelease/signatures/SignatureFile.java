package io.jenkins.plugins.composerelease.signatures;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/** Source text of one file: a type, its nested types, and the members that have a signature. */
final class SignatureFile {
    private static final String THROWS = "throw new AssertionError();";

    private final ClassPathModel model;
    private final SignatureSet set;
    private final TypeElement top;
    /** Simple names that mean a member type somewhere in this file, and so must not be imported. */
    private final Set<String> reserved = new TreeSet<>();

    /** Simple name to full name, of the types that this file writes simply. */
    private final Map<String, String> simple = new TreeMap<>();

    private final SignatureText text = new SignatureText(this::name);

    SignatureFile(ClassPathModel model, SignatureSet set, TypeElement top) {
        this.model = model;
        this.set = set;
        this.top = top;
        addReserved(top);
        simple.put(top.getSimpleName().toString(), top.getQualifiedName().toString());
    }

    private void addReserved(TypeElement type) {
        for (TypeElement holder : model.withSupertypes(type)) {
            ElementFilter.typesIn(holder.getEnclosedElements())
                    .forEach(nested -> reserved.add(nested.getSimpleName().toString()));
        }
        ElementFilter.typesIn(type.getEnclosedElements()).stream()
                .filter(set::contains)
                .forEach(this::addReserved);
    }

    /** @param suppressed javac's names for the warnings about this file */
    String source(Set<String> suppressed) {
        StringBuilder body = new StringBuilder();
        write(body, top, "");
        String suppress = suppressed.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", ", "{", "}"));
        String lines = simple.values().stream()
                .filter(this::isImported)
                .sorted()
                .map(name -> "import " + name + ";\n")
                .collect(Collectors.joining());
        return "package " + packageOf(top) + ";\n\n" + lines + (lines.isEmpty() ? "" : "\n")
                + (suppressed.isEmpty() ? "" : "@SuppressWarnings(" + suppress + ")\n") + body;
    }

    private void write(StringBuilder out, TypeElement type, String indent) {
        out.append(indent).append(text.head(type)).append(" {");
        int start = out.length();
        String inner = indent + "    ";
        List<Element> constants = members(type, ElementKind.ENUM_CONSTANT);
        if (type.getKind() == ElementKind.ENUM) {
            String names = constants.stream().map(Element::toString).collect(Collectors.joining(", "));
            out.append("\n").append(inner).append(names).append(";\n");
        }
        members(type, ElementKind.FIELD)
                .forEach(field -> line(out, inner, text.member(field) + value((VariableElement) field) + ";"));
        members(type, ElementKind.CONSTRUCTOR)
                .forEach(constructor ->
                        line(out, inner, text.member(constructor) + body(type, (ExecutableElement) constructor)));
        members(type, ElementKind.METHOD)
                .forEach(method -> line(out, inner, text.member(method) + body((ExecutableElement) method)));
        for (TypeElement nested : ElementFilter.typesIn(type.getEnclosedElements())) {
            if (set.contains(nested)) {
                out.append("\n");
                write(out, nested, inner);
            }
        }
        out.append(out.length() == start ? "}\n" : indent + "}\n");
    }

    private List<Element> members(TypeElement type, ElementKind kind) {
        return type.getEnclosedElements().stream()
                .filter(member -> member.getKind() == kind && set.contains(member))
                .filter(member -> type.getKind() != ElementKind.ENUM || !isMadeByCompiler(member))
                .sorted((a, b) ->
                        kind == ElementKind.ENUM_CONSTANT ? 0 : sortKey(a).compareTo(sortKey(b)))
                .collect(Collectors.toList());
    }

    private static String sortKey(Element member) {
        return member.getSimpleName() + " " + member;
    }

    private static boolean isMadeByCompiler(Element member) {
        return member.toString().equals("values()") || member.toString().equals("valueOf(java.lang.String)");
    }

    private static void line(StringBuilder out, String indent, String line) {
        if (out.charAt(out.length() - 1) == '{') {
            out.append("\n");
        }
        out.append(indent).append(line).append("\n");
    }

    private String value(VariableElement field) {
        if (field.getConstantValue() != null) {
            return " = " + model.elements().getConstantExpression(field.getConstantValue());
        }
        return field.getModifiers().contains(Modifier.FINAL) ? " = " + none(field.asType(), "null") : "";
    }

    /** A value that is no constant, because javac would inline one. */
    private static String none(TypeMirror type, String reference) {
        return switch (type.getKind()) {
            case BOOLEAN -> "Boolean.parseBoolean(null)";
            case CHAR -> "\"\".charAt(0)";
            case BYTE -> "Byte.parseByte(\"0\")";
            case SHORT -> "Short.parseShort(\"0\")";
            case INT -> "Integer.parseInt(\"0\")";
            case LONG -> "Long.parseLong(\"0\")";
            case FLOAT -> "Float.parseFloat(\"0\")";
            case DOUBLE -> "Double.parseDouble(\"0\")";
            default -> reference;
        };
    }

    private String body(ExecutableElement method) {
        boolean without = method.getModifiers().contains(Modifier.ABSTRACT)
                && method.getEnclosingElement().getKind() != ElementKind.ENUM;
        return without ? ";" : " { " + THROWS + " }";
    }

    private String body(TypeElement type, ExecutableElement constructor) {
        TypeElement above = (TypeElement) ((DeclaredType) type.getSuperclass()).asElement();
        ExecutableElement called = Constructors.of(above)
                .filter(candidate -> !set.contains(above) || set.contains(candidate))
                .filter(candidate -> isCallable(candidate, type))
                .filter(candidate -> constructor.getThrownTypes().containsAll(candidate.getThrownTypes()))
                .min(Constructors.LEAST_FIRST)
                .orElseThrow(() -> new AssertionError("No constructor of " + above + " that " + constructor + " of "
                        + type + " can call in its signature."));
        String arguments = called.getParameters().stream()
                .map(parameter -> model.task().getTypes().erasure(parameter.asType()))
                .map(erased -> none(erased, "(" + text.type(erased) + ") null"))
                .collect(Collectors.joining(", "));
        return " { " + (arguments.isEmpty() ? "" : "super(" + arguments + "); ") + THROWS + " }";
    }

    private static boolean isCallable(ExecutableElement constructor, TypeElement from) {
        Set<Modifier> modifiers = constructor.getModifiers();
        return modifiers.contains(Modifier.PUBLIC)
                || modifiers.contains(Modifier.PROTECTED)
                || (!modifiers.contains(Modifier.PRIVATE)
                        && packageOf(constructor).equals(packageOf(from)));
    }

    private String name(TypeElement type) {
        TypeElement outer = ClassPathModel.topLevel(type);
        String full = outer.getQualifiedName().toString();
        String name = outer.getSimpleName().toString();
        String nested = type.getQualifiedName().toString().substring(full.length());
        boolean free = !reserved.contains(name) || outer.equals(top);
        return (free && simple.computeIfAbsent(name, key -> full).equals(full) ? name : full) + nested;
    }

    private boolean isImported(String full) {
        String owner = full.substring(0, full.lastIndexOf('.'));
        return !owner.equals(packageOf(top)) && !owner.equals("java.lang");
    }

    private static String packageOf(Element element) {
        return ((javax.lang.model.element.PackageElement)
                        ClassPathModel.topLevel(element).getEnclosingElement())
                .getQualifiedName()
                .toString();
    }
}
