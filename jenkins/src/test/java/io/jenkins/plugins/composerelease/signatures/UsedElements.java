package io.jenkins.plugins.composerelease.signatures;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * What the plugin's sources name, call, implement and override. Read from attributed sources and not from classes,
 * because inlined constants, imports and annotations that are not retained leave no trace in those.
 */
final class UsedElements extends TreePathScanner<Void, Void> {
    private final ClassPathModel model;
    private final Trees trees;
    private final Set<Element> found = new LinkedHashSet<>();

    UsedElements(ClassPathModel model) {
        this.model = model;
        this.trees = Trees.instance(model.task());
    }

    Set<Element> found() {
        return found;
    }

    @Override
    public Void visitIdentifier(IdentifierTree tree, Void nothing) {
        addCurrent();
        return super.visitIdentifier(tree, nothing);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree tree, Void nothing) {
        addCurrent();
        return super.visitMemberSelect(tree, nothing);
    }

    @Override
    public Void visitNewClass(NewClassTree tree, Void nothing) {
        addCurrent();
        return super.visitNewClass(tree, nothing);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree tree, Void nothing) {
        addCurrent();
        addFunctionalInterface();
        return super.visitMemberReference(tree, nothing);
    }

    @Override
    public Void visitLambdaExpression(LambdaExpressionTree tree, Void nothing) {
        addFunctionalInterface();
        return super.visitLambdaExpression(tree, nothing);
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
        if (trees.getElement(getCurrentPath()) instanceof TypeElement type) {
            for (TypeElement above : model.supertypes(type)) {
                addInherited(above);
                addOverridden(type, above);
            }
        }
        return super.visitClass(tree, nothing);
    }

    private void addCurrent() {
        Element element = trees.getElement(getCurrentPath());
        if (element != null) {
            found.add(element);
        }
    }

    private void addFunctionalInterface() {
        TypeMirror type = trees.getTypeMirror(getCurrentPath());
        if (model.task().getTypes().asElement(type) instanceof TypeElement element) {
            addInherited(element);
            model.supertypes(element).forEach(this::addInherited);
        }
    }

    private void addInherited(TypeElement type) {
        found.add(type);
        found.addAll(ClassPathModel.abstractMethods(type));
    }

    private void addOverridden(TypeElement type, TypeElement above) {
        for (ExecutableElement upper : ElementFilter.methodsIn(above.getEnclosedElements())) {
            for (ExecutableElement lower : ElementFilter.methodsIn(type.getEnclosedElements())) {
                if (model.overrides(lower, upper, type)) {
                    found.add(upper);
                }
            }
        }
    }
}
