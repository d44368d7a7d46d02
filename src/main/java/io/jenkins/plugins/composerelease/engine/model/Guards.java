package io.jenkins.plugins.composerelease.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * What must be so before a target takes a release, besides what every target requires.
 *
 * @param publishes services that may publish ports; empty for no such rule
 * @param requires what another target must have verified first
 */
public record Guards(List<String> publishes, Optional<Required> requires) {
    public static final Guards NONE = new Guards(List.of(), Optional.empty());

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
    }
}
