package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.util.List;
import java.util.function.Function;

/** Reads what must be so before a target takes a release. */
final class GuardSections {
    static final String[] KEYS = {"publishes", "requires", "templates", "requiredKeys", "drift"};

    private GuardSections() {}

    /**
     * @param target the target's whole section
     * @param paths reads a list of paths by its key
     */
    static Guards read(Section target, Function<String, List<String>> paths) {
        return new Guards(
                target.texts("publishes", text -> Names.name("service", text)),
                target.find("requires").map(GuardSections::required),
                paths.apply("templates"),
                paths.apply("requiredKeys"),
                target.word("drift", List.of("report", "refuse"), "report").equals("refuse"));
    }

    private static Guards.Required required(Node node) {
        Section required = Section.of(node, "target", "check");
        return required.build(() -> new Guards.Required(
                required.requireText("target", text -> Names.name("target", text)),
                required.text("check", text -> Names.name("check", text))));
    }
}
