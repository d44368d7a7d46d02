package io.jenkins.plugins.composerelease.steps.bean;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** The id by which the stacks of a run are told from those of all other runs, whatever its job is called and wherever it is. */
public final class StackOwnerAction extends InvisibleAction {
    private final String id = UUID.randomUUID().toString();
    private final long since = System.currentTimeMillis();

    private StackOwnerAction() {}

    /** That of a run, which gets it now and is saved with it where it has none yet. */
    public static StackOwnerAction of(Run<?, ?> run) throws IOException {
        synchronized (StackOwnerAction.class) {
            Optional<StackOwnerAction> found = find(run);
            if (found.isPresent()) {
                return found.get();
            }
            StackOwnerAction action = new StackOwnerAction();
            run.addAction(action);
            run.save(); // at once: a stack whose id got lost would be taken for a dead build's
            return action;
        }
    }

    /** Empty for a run that has started no stack. */
    public static Optional<StackOwnerAction> find(Run<?, ?> run) {
        return Optional.ofNullable(run.getAction(StackOwnerAction.class));
    }

    /** In milliseconds since 1970. Every run has its action by now, or will have a {@link #since} that is not before it. */
    public static long now() {
        synchronized (StackOwnerAction.class) {
            return System.currentTimeMillis();
        }
    }

    public String id() {
        return id;
    }

    /** When the run got its id, in milliseconds since 1970. */
    public long since() {
        return since;
    }
}
