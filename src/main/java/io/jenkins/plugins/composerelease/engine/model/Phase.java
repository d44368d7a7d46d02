package io.jenkins.plugins.composerelease.engine.model;

import java.util.Locale;

/** The phases of a release, in order. */
public enum Phase {
    PREFLIGHT,
    LOCK,
    TRANSFER,
    PULL,
    BACKUP,
    MIGRATE,
    SWITCH,
    VERIFY,
    RECORD,
    PRUNE,
    UNLOCK,
    /** Not part of a good release: return to the previous record. */
    ROLLBACK,
    /** Not part of a release: replace the database's data by a backup's. */
    RESTORE;

    /** Lower-case name as it stands in logs, journals and signatures. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
