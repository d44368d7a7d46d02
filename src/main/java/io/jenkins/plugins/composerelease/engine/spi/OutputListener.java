package io.jenkins.plugins.composerelease.engine.spi;

/** Receives the lines of a command as they are printed; called from the runner's threads, one line at a time. */
@FunctionalInterface
public interface OutputListener {
    OutputListener NONE = (error, line) -> {};

    /**
     * @param error whether the line came from standard error
     * @param line the line without its end, at most 64 KiB (longer ones are cut)
     */
    void line(boolean error, String line);
}
