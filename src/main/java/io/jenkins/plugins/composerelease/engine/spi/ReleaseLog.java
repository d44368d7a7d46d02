package io.jenkins.plugins.composerelease.engine.spi;

import io.jenkins.plugins.composerelease.engine.model.Phase;
import java.time.Duration;

/** Where the engine says what happens. Implementations mask and are thread-safe. */
public interface ReleaseLog {

    /** One line for a change of state, for example {@code db healthy, 2/4 services}. */
    void progress(String message);

    /** Something that goes on but that a person should read. */
    void warn(String message);

    /** A line that a command printed. {@code source} is its prefix: an image, a service or a program. */
    void output(String source, String line);

    /** A line of a service's log that was asked for. */
    default void serviceLog(String service, String line) {
        output(service, line);
    }

    /** Lines of a source before the next one were left out; masking has to know, as it may be in the middle of a secret. */
    default void linesLeftOut(String source) {}

    /** A phase began. */
    void phaseStarted(Phase phase, String detail);

    /**
     * A service changed its state.
     *
     * @param state {@code created}, {@code starting}, {@code running}, {@code healthy}, {@code unhealthy}, {@code exited},
     *     {@code restarting}, {@code ready} or {@code failed}
     * @param detail more of it in words, or empty
     */
    default void serviceState(String service, String state, String detail) {}

    /** A phase ended. */
    void phaseEnded(Phase phase, boolean ok, String detail, Duration elapsed);
}
