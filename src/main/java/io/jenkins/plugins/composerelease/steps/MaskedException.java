package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.Functions;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Stands for an exception that told a secret: Jenkins prints exceptions and keeps them in the build's records. */
final class MaskedException extends Exception {
    private static final long serialVersionUID = 1L;

    private MaskedException(String message) {
        super(message);
    }

    /** The same exception where it tells no secret; otherwise one that tells the rest, with the same stack trace. */
    static Throwable of(Throwable failure, Masker masker) {
        return of(failure, masker, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static Throwable of(Throwable failure, Masker masker, Set<Throwable> seen) {
        String printed = Functions.printThrowable(failure);
        if (masker.mask(printed).equals(printed) || failure instanceof FlowInterruptedException) {
            return failure;
        }
        if (!seen.add(failure)) {
            return new MaskedException("the same exception again");
        }
        String message = masker.mask(Objects.toString(failure.getMessage(), ""));
        Throwable masked = failure instanceof AbortException
                ? new AbortException(message)
                : new MaskedException(failure.getClass().getName() + ": " + message);
        masked.setStackTrace(failure.getStackTrace());
        if (failure.getCause() != null) {
            masked.initCause(of(failure.getCause(), masker, seen));
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            masked.addSuppressed(of(suppressed, masker, seen));
        }
        return masked;
    }
}
