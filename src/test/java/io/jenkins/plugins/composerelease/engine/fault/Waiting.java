package io.jenkins.plugins.composerelease.engine.fault;

import java.util.concurrent.Callable;

/** Moments in which a release waits for what a test holds. */
final class Waiting {
    private Waiting() {}

    /** Another one has the target's lock. */
    static Callable<Boolean> forTheLock(FaultBed bed) {
        return () -> !bed.host.shell("pgrep -x flock || :").isEmpty();
    }

    /** A session of a dump waits for a table. */
    static Callable<Boolean> forATable(FaultBed bed) {
        return () -> bed.query("SELECT 1 FROM pg_locks WHERE locktype = 'relation' AND NOT granted")
                .startsWith("1");
    }

    static Callable<Boolean> forAnAdvisoryLock(FaultBed bed) {
        return () -> bed.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted")
                .startsWith("1");
    }

    /** The new container answers, whether it is healthy or not. */
    static Callable<Boolean> forTheVersion(FaultBed bed, String version) {
        return () -> bed.answer().equals(version);
    }
}
