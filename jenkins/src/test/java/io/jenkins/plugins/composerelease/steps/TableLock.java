package io.jenkins.plugins.composerelease.steps;

import static org.awaitility.Awaitility.await;

/** A transaction that locks the table {@code items} of a bed's database until it is closed. */
final class TableLock implements AutoCloseable {
    /** Names its session, and the process that waits for it. */
    static final String MARK = "locks items";

    private static final String SESSIONS =
            " FROM pg_stat_activity WHERE query LIKE '%''" + MARK + "''%' AND pid <> pg_backend_pid()";

    private final ReleaseBed bed;
    private final Thread session;

    /** @param mode such as {@code ACCESS EXCLUSIVE} */
    TableLock(ReleaseBed bed, String mode) {
        this.bed = bed;
        session = new Thread(() -> hold(mode), "table lock");
        session.start();
        await("the table is locked").atMost(Aborts.LONG).until(() -> !bed.query(
                        "SELECT 1" + SESSIONS + " AND wait_event = 'PgSleep'")
                .isEmpty());
    }

    private void hold(String mode) {
        try {
            bed.query("BEGIN; LOCK TABLE items IN " + mode + " MODE; SELECT '" + MARK + "', pg_sleep(110); COMMIT");
        } catch (AssertionError e) {
            return; // close() ended it
        }
    }

    @Override
    public void close() {
        bed.query("SELECT pg_terminate_backend(pid)" + SESSIONS);
        await("the session ends").atMost(Aborts.LONG).until(() -> !session.isAlive());
    }
}
