package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.List;
import java.util.Optional;

/**
 * A target and who may release to it.
 *
 * @param approvers operating system users that may approve; empty means all
 * @param branches branches that may be released, {@code *} for any characters; empty means all
 */
public record TargetSettings(Target target, List<String> approvers, List<String> branches) {
    public TargetSettings {
        approvers = List.copyOf(approvers);
        branches = List.copyOf(branches);
    }

    /** The same people and branches for the target as it is now. */
    public TargetSettings with(Target other) {
        return new TargetSettings(other, approvers, branches);
    }

    /** Refuses an approver that is not one of the target's. */
    public void requireApprover(String user) {
        if (!approvers.isEmpty() && !approvers.contains(user)) {
            throw new InvalidInputException(
                    "User '" + Text.printable(user) + "' may not approve releases to target '" + target.name()
                            + "', expected one of: " + String.join(", ", approvers) + ".",
                    "Ask one of them to run this command.");
        }
    }

    /** Refuses a branch that may not be released to the target. */
    public void requireBranch(Optional<String> branch) {
        if (branches.isEmpty()) {
            return;
        }
        boolean allowed = branch.isPresent() && branches.stream().anyMatch(glob -> Text.matches(glob, branch.get()));
        if (!allowed) {
            throw new InvalidInputException(
                    "Branch '" + Text.printable(branch.orElse("(unknown)")) + "' may not be released to target '"
                            + target.name() + "', expected one of: " + String.join(", ", branches) + ".",
                    "Release from one of these; --branch says which one this is where Git does not.");
        }
    }
}
