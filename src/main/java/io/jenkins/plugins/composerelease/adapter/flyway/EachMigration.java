package io.jenkins.plugins.composerelease.adapter.flyway;

import io.jenkins.plugins.composerelease.engine.migrate.MigrationLog;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Tells which migration Flyway is at. Flyway's own "after" event comes before the commit, so a migration is told as ended
 * when the next one begins, or when Flyway returned.
 */
final class EachMigration implements Callback {
    private MigrationLog heard = MigrationLog.NONE;
    private String current;
    private boolean over = true;

    synchronized void begin(MigrationLog log) {
        heard = log;
        current = null;
        over = false;
    }

    /**
     * Nothing begins from here on, also where Flyway's thread still runs.
     *
     * @param ok whether what began last was applied
     */
    synchronized void end(boolean ok) {
        over = true;
        ended(ok);
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public synchronized void handle(Event event, Context context) {
        if (over) {
            throw new FlywayException("it was stopped");
        }
        ended(true);
        String next = version(context.getMigrationInfo());
        heard.started(next);
        current = next;
    }

    @Override
    public String getCallbackName() {
        return "compose-release";
    }

    private void ended(boolean ok) {
        if (current != null) {
            String last = current;
            current = null;
            heard.ended(last, ok);
        }
    }

    /** A migration's name in the pending list: its version, or its file's name where it has none. */
    static String version(MigrationInfo info) {
        String script = info.getScript();
        return info.getVersion() == null
                ? script.substring(script.lastIndexOf('/') + 1)
                : info.getVersion().getVersion();
    }
}
