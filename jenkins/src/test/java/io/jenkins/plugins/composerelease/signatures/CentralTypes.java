package io.jenkins.plugins.composerelease.signatures;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/** What the root build takes from Maven Central. A type that differs there from Jenkins' one needs a signature too. */
final class CentralTypes {
    private static final SignatureText TEXT =
            new SignatureText(type -> type.getQualifiedName().toString());

    private final ClassPathModel model;
    private final Set<String> differing = new HashSet<>();

    CentralTypes(ClassPathModel model) {
        this.model = model;
    }

    int differing() {
        return differing.size();
    }

    /** Whether the root build finds exactly this type or member on Central. */
    boolean provides(Element element) {
        String top = ClassPathModel.topLevel(element).getQualifiedName().toString();
        if (model.elements().getTypeElement(top) == null || differing.contains(top)) {
            return false;
        }
        if (isSame(element)) {
            return true;
        }
        differing.add(top);
        return false;
    }

    private boolean isSame(Element element) {
        TypeElement type = element instanceof TypeElement itself ? itself : (TypeElement) element.getEnclosingElement();
        TypeElement here = model.elements().getTypeElement(type.getQualifiedName());
        if (here == null) {
            return false;
        }
        if (element == type) {
            return TEXT.head(type).equals(TEXT.head(here))
                    && abstractMethods(type).equals(abstractMethods(here));
        }
        String text = TEXT.member(element);
        return here.getEnclosedElements().stream()
                .filter(member -> member.getKind() == element.getKind())
                .anyMatch(member -> TEXT.member(member).equals(text));
    }

    private static List<String> abstractMethods(TypeElement type) {
        return ClassPathModel.abstractMethods(type).stream()
                .map(TEXT::member)
                .sorted()
                .collect(Collectors.toList());
    }
}
