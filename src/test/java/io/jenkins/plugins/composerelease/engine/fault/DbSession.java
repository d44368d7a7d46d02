package io.jenkins.plugins.composerelease.engine.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A session of a database in which a transaction stays open until it is closed. */
final class DbSession implements AutoCloseable {
    private final Process psql;

    /**
     * Returns when the statement is done.
     *
     * @param container the database's
     * @param sql such as {@code LOCK TABLE items}
     */
    DbSession(FaultHost host, String container, String sql) {
        try {
            psql = host.program(
                            "docker", "exec", "-i", container, "psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-U", "shop")
                    .redirectErrorStream(true)
                    .start();
            Writer in = psql.outputWriter(StandardCharsets.UTF_8);
            in.write("BEGIN; " + sql + ";\n\\echo held\n");
            in.flush();
            BufferedReader out = psql.inputReader(StandardCharsets.UTF_8);
            StringBuilder said = new StringBuilder();
            for (String line = out.readLine(); !"held".equals(line); line = out.readLine()) {
                if (line == null) {
                    throw new AssertionError("'" + sql + "' failed: " + said);
                }
                said.append(line).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rolls back. */
    @Override
    public void close() {
        try {
            psql.getOutputStream().close();
            if (!psql.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("a database session did not end");
            }
        } catch (IOException e) {
            psql.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
