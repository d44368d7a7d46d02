package io.jenkins.plugins.composerelease.signatures;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.SimpleAnnotationValueVisitor14;

/** Java text of annotations and of their values. */
final class AnnotationText extends SimpleAnnotationValueVisitor14<String, Void> {
    /** Those that change what javac or its processors do. */
    private static final List<String> KEPT = List.of(
            "java.lang.annotation.Documented",
            "java.lang.annotation.Inherited",
            "java.lang.annotation.Repeatable",
            "java.lang.annotation.Retention",
            "java.lang.annotation.Target",
            "net.java.sezpoz.Indexable");

    private final Function<TypeMirror, String> types;

    AnnotationText(Function<TypeMirror, String> types) {
        this.types = types;
    }

    static boolean isKept(AnnotationMirror annotation) {
        return KEPT.contains(nameOf(annotation));
    }

    /** The annotations before an element, each with a blank behind it. */
    String before(Element element) {
        StringBuilder text = new StringBuilder();
        for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
            if (isKept(annotation)) {
                text.append(visitAnnotation(annotation, null)).append(' ');
            } else if (nameOf(annotation).equals("java.lang.Deprecated")) {
                text.append(isForRemoval(annotation) ? "@Deprecated(forRemoval = true) " : "@Deprecated ");
            }
        }
        return text.toString();
    }

    @Override
    public String visitAnnotation(AnnotationMirror annotation, Void nothing) {
        String values = annotation.getElementValues().entrySet().stream()
                .map(entry -> entry.getKey().getSimpleName() + " = " + visit(entry.getValue()))
                .collect(Collectors.joining(", "));
        return "@" + types.apply(annotation.getAnnotationType()) + (values.isEmpty() ? "" : "(" + values + ")");
    }

    @Override
    public String visitArray(List<? extends AnnotationValue> values, Void nothing) {
        return values.stream().map(this::visit).collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public String visitEnumConstant(VariableElement constant, Void nothing) {
        return types.apply(constant.asType()) + "." + constant.getSimpleName();
    }

    @Override
    public String visitType(TypeMirror type, Void nothing) {
        return types.apply(type) + ".class";
    }

    @Override
    protected String defaultAction(Object value, Void nothing) {
        return value instanceof String || value instanceof Character ? quoted(value) : String.valueOf(value);
    }

    private static String quoted(Object value) {
        String text = String.valueOf(value).replace("\\", "\\\\").replace("\n", "\\n");
        return value instanceof String ? '"' + text.replace("\"", "\\\"") + '"' : "'" + text.replace("'", "\\'") + "'";
    }

    private static boolean isForRemoval(AnnotationMirror deprecated) {
        return deprecated.getElementValues().entrySet().stream()
                .anyMatch(entry -> entry.getKey().getSimpleName().contentEquals("forRemoval")
                        && Boolean.TRUE.equals(entry.getValue().getValue()));
    }

    private static String nameOf(AnnotationMirror annotation) {
        return ((TypeElement) annotation.getAnnotationType().asElement())
                .getQualifiedName()
                .toString();
    }
}
