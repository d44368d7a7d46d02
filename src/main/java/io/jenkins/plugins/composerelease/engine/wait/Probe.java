package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import java.util.Optional;

/** Tries whether a condition holds for one run of one container. */
interface Probe extends AutoCloseable {

    /**
     * Empty when it holds, else what came instead.
     *
     * @throws InterruptedException if the gate has ended meanwhile
     */
    Optional<String> attempt(Deadline deadline) throws InterruptedException;

    /** Ends what it left running between attempts. */
    @Override
    default void close() {}

    /**
     * @param container as an inspection showed it
     * @param changed called when it need not be tried any more to know that it holds
     */
    static Probe of(Condition condition, Host host, ContainerState container, Runnable changed) {
        if (condition instanceof Condition.Http http) {
            return new HttpCheck(http, new Reach(host, container));
        }
        if (condition instanceof Condition.Tcp tcp) {
            return new TcpCheck(tcp, new Reach(host, container));
        }
        if (condition instanceof Condition.Log log) {
            return new LogCheck(log, host, container, changed);
        }
        return new ExecCheck((Condition.Exec) condition, host, container);
    }
}
