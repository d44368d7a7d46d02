package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.util.List;
import java.util.Optional;

/**
 * The targets of one release, in order. Each takes exactly the images that serve on the one before it, unless it says itself
 * which other one must have verified them.
 *
 * @param names names of the targets
 */
public record Sequence(List<String> names) {
    public Sequence {
        names = List.copyOf(names);
        if (names.stream().distinct().count() < names.size()) {
            throw new InvalidInputException(
                    "A target is named twice: " + String.join(", ", names) + ".", "Name each target once.");
        }
    }

    /** A target as it takes its turn. */
    public Target turn(Target target) {
        int place = names.indexOf(target.name());
        Guards guards = target.guards();
        return place > 0 && guards.requires().isEmpty()
                ? target.with(
                        guards.requiring(Optional.of(new Guards.Required(names.get(place - 1), Optional.empty()))))
                : target;
    }
}
