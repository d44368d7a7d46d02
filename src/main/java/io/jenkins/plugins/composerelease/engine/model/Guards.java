package io.jenkins.plugins.composerelease.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * What must be so before a target takes a release, besides what every target requires.
 *
 * @param publishes services that may publish ports; empty for no such rule
 * @param requires what another target must have verified first
 * @param templates transferred files in which <code>${KEY}</code> stands for a variable; each must have a value
 * @param requiredKeys example env files: each of their keys must have a value in the target's own
 * @param refuseDrift whether a stack that somebody changed outside of a release takes no release
 */
public record Guards(
        List<String> publishes,
        Optional<Required> requires,
        List<String> templates,
        List<String> requiredKeys,
        boolean refuseDrift) {
    public static final Guards NONE = new Guards(List.of(), Optional.empty());

    public Guards(List<String> publishes, Optional<Required> requires) {
        this(publishes, requires, List.of(), List.of(), false);
    }

    /** The same with another requirement. */
    public Guards requiring(Optional<Required> other) {
        return new Guards(publishes, other, templates, requiredKeys, refuseDrift);
    }

    /**
     * The same images must serve on another target, and have passed a check there.
     *
     * @param target name of that target
     * @param check name of the check; empty if that they serve is enough
     */
    public record Required(String target, Optional<String> check) {
        public Required {
            Names.name("required target", target);
            check.ifPresent(name -> Names.name("required check", name));
        }
    }

    public Guards {
        publishes = List.copyOf(publishes);
        templates = List.copyOf(templates);
        requiredKeys = List.copyOf(requiredKeys);
        publishes.forEach(service -> Names.name("service", service));
        templates.forEach(path -> Names.relativePath("template", path));
        requiredKeys.forEach(path -> Names.relativePath("example env file", path));
    }
}
