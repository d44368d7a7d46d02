package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Shows what happens: results on standard output, everything else as lines with the elapsed time on standard error. On
 * a terminal the last line is live. Nothing is written that the masker has not seen.
 */
final class Console implements ReleaseLog, AutoCloseable {
    private static final int TAIL = 20;
    private final Terminal terminal;
    private final KnownSecrets secrets;
    private final boolean color;
    private final Deadline started = Deadline.in(Duration.ZERO);
    private final StatusLine status;
    private final PrintStream log;
    private final Events events;
    private final MaskedLines lines;
    private final Deque<String> tail = new ArrayDeque<>();
    private boolean outputShown;
    private int sourceWidth;

    Console(Terminal terminal, KnownSecrets secrets, boolean verbose, boolean color, boolean events) {
        this.terminal = terminal;
        this.secrets = secrets;
        this.outputShown = verbose;
        this.color = color && terminal.interactive();
        this.log = LogStream.of(terminal.err());
        this.lines = new MaskedLines(secrets);
        this.events = new Events(terminal.err(), secrets, events);
        this.status = terminal.interactive() && !verbose ? StatusLine.live(terminal) : StatusLine.none();
    }

    /** Shows from now on what commands print, each line behind the name of what it is about, all names equally wide. */
    synchronized void showOutput(List<String> sources) {
        outputShown = true;
        sourceWidth = sources.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Writes to standard output, which carries the result only. */
    synchronized void result(String text) {
        status.clear();
        terminal.out().println(secrets.masker().mask(text));
    }

    /** Writes a value to standard output as JSON. */
    synchronized void json(Object value) {
        status.clear();
        terminal.out().println(Json.pretty(MaskedJson.of(value, secrets.masker())));
    }

    /** A line for people that is not a change of state, without a time. */
    synchronized void say(String text) {
        status.clear();
        log.println(secrets.masker().mask(text));
    }

    @Override
    public void progress(String message) {
        line(message);
    }

    @Override
    public void warn(String message) {
        line(colored("33", "warning: ") + message);
    }

    @Override
    public void serviceLog(String service, String text) {
        line(service + " | " + printable(lines.mask(service, text)));
    }

    @Override
    public void linesLeftOut(String source) {
        lines.linesLeftOut(source);
    }

    @Override
    public synchronized void output(String source, String text) {
        String padding = " ".repeat(Math.max(0, sourceWidth - source.length()));
        String line = source + padding + " | " + printable(lines.mask(source, text));
        if (outputShown) {
            line(line);
            return;
        }
        status.show(secrets.masker().mask(line));
        tail.addLast(line);
        if (tail.size() > TAIL) {
            tail.removeFirst();
        }
    }

    @Override
    public synchronized void phaseStarted(Phase phase, String detail) {
        tail.clear();
        line(phase.label() + (detail.isEmpty() ? "" : ": " + detail));
        events.phaseStarted(phase, detail);
        status.show(phase.label());
    }

    @Override
    public synchronized void phaseEnded(Phase phase, boolean ok, String detail, Duration elapsed) {
        String verdict = ok ? colored("32", "ok") : colored("31", "FAILED");
        line(phase.label() + " " + verdict + " after " + Text.elapsed(elapsed)
                + (detail.isEmpty() ? "" : ": " + detail));
        events.phaseEnded(phase, ok, detail, elapsed);
    }

    @Override
    public synchronized void serviceState(String service, String state, String detail) {
        status.clear();
        events.service(service, state, detail);
    }

    /** Tells that the command waits now for what it was started for. */
    synchronized void ready(String detail) {
        line(detail);
        events.ready(detail);
    }

    /** Says why the command failed. */
    void error(String message) {
        say(colored("31", "error: ") + message);
    }

    /** Shows the last lines that commands printed in the phase that failed, unless they were shown already. */
    synchronized void showTail() {
        tail.forEach(line -> say("  " + line));
        tail.clear();
    }

    /** Asks a question; only an explicit yes is one. */
    synchronized boolean confirm(String question) {
        status.clear();
        log.print(secrets.masker().mask(question) + " [y/N] ");
        log.flush();
        String answer = Input.line(terminal.in()).strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    @Override
    public void close() {
        status.close();
    }

    private void line(String text) {
        say(String.format("%10s  %s", Text.elapsed(started.elapsed()), text));
    }

    private String colored(String code, String text) {
        return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /**
     * Output of commands may hold sequences that would write over other lines of the terminal. They are taken out of masked
     * text: a secret with such characters would not be found any more.
     */
    private String printable(String text) {
        return terminal.interactive() ? text.replaceAll("\\p{Cntrl}", "") : text;
    }
}
