package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.Functions;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import jenkins.model.CauseOfInterruption;
import jenkins.model.Jenkins;
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
        if (!tells(failure, masker)) {
            return failure;
        }
        if (!seen.add(failure)) {
            return new MaskedException("the same exception again");
        }
        Throwable masked = stripped(failure, masker);
        masked.setStackTrace(failure.getStackTrace());
        if (failure.getCause() != null) {
            masked.initCause(of(failure.getCause(), masker, seen));
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            masked.addSuppressed(of(suppressed, masker, seen));
        }
        return masked;
    }

    /** Its kind stays where Jenkins goes by it: an abort has no stack trace, an interruption has a result. */
    private static Throwable stripped(Throwable failure, Masker masker) {
        if (failure instanceof FlowInterruptedException interrupted) {
            CauseOfInterruption[] causes = interrupted.getCauses().stream()
                    .map(cause -> MaskedCause.of(cause, masker))
                    .toArray(CauseOfInterruption[]::new);
            return new FlowInterruptedException(interrupted.getResult(), interrupted.isActualInterruption(), causes);
        }
        String message = masker.mask(Objects.toString(failure.getMessage(), ""));
        return failure instanceof AbortException
                ? new AbortException(message)
                : new MaskedException(failure.getClass().getName() + ": " + message);
    }

    /**
     * Whether it does where Jenkins shows or keeps it: printed with its causes, as its message alone, and with all its fields,
     * as the build's records have it. Printing puts white space between the lines of a message, which the message itself has not.
     */
    private static boolean tells(Throwable failure, Masker masker) {
        return tells(Functions.printThrowable(failure), masker)
                || tells(Objects.toString(failure.getMessage(), ""), masker)
                || recordTells(failure, masker);
    }

    private static boolean tells(String text, Masker masker) {
        return !masker.mask(text).equals(text);
    }

    private static boolean recordTells(Object kept, Masker masker) {
        try {
            return tells(Jenkins.XSTREAM2.toXML(kept), masker);
        } catch (RuntimeException e) {
            return false; // what cannot be written is not kept
        }
    }

    /** Stands for a cause that told a secret. */
    static final class MaskedCause extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;

        private final String description;

        private MaskedCause(String description) {
            this.description = description;
        }

        static CauseOfInterruption of(CauseOfInterruption cause, Masker masker) {
            String description = Objects.toString(cause.getShortDescription(), "");
            return tells(description, masker) || recordTells(cause, masker)
                    ? new MaskedCause(masker.mask(description))
                    : cause;
        }

        @Override
        public String getShortDescription() {
            return description;
        }
    }
}
