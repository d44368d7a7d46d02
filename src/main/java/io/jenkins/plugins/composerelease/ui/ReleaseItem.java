package io.jenkins.plugins.composerelease.ui;

/** One command of the engine or one plan, as the page shows it; its view is the piece that the page replaces while it runs. */
public interface ReleaseItem {
    /** Name on the page and in requests for this piece. */
    String getKey();

    /** Differs when the piece differs. */
    String getVersion();

    /** When it began, milliseconds since 1970. */
    long getTime();
}
