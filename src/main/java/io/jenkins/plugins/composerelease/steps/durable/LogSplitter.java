package io.jenkins.plugins.composerelease.steps.durable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/** Takes the events out of the engine's log, however it is cut: lines that begin with RS (0x1E) and hold a JSON object. */
final class LogSplitter {
    private static final byte RS = 0x1E;
    private static final int LONGEST = 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final OutputStream log;
    private final Consumer<JsonNode> events;
    private final ByteArrayOutputStream event = new ByteArrayOutputStream();
    private boolean inEvent;
    private boolean atLineStart = true;

    LogSplitter(OutputStream log, Consumer<JsonNode> events) {
        this.log = log;
        this.events = events;
    }

    synchronized void write(byte[] chunk) throws IOException {
        int from = 0;
        while (from < chunk.length) {
            inEvent = atLineStart ? chunk[from] == RS : inEvent;
            int end = lineEnd(chunk, from);
            atLineStart = chunk[end - 1] == '\n';
            if (inEvent) {
                if (event.size() < LONGEST) { // the rest of such a line is lost, and with it the event
                    event.write(chunk, from, end - from);
                }
                if (atLineStart) {
                    tell();
                }
            } else {
                end = ordinary(chunk, from, end);
                log.write(chunk, from, end - from);
            }
            from = end;
        }
        log.flush();
    }

    /** Ends the last line, so that what Jenkins writes next does not go on in it. */
    synchronized void end() throws IOException {
        if (!atLineStart && !inEvent) {
            log.write('\n');
            log.flush();
        }
        atLineStart = true;
        event.reset();
    }

    /** Takes the ordinary lines that follow in one go: a log of 300,000 lines is not written line by line. */
    private int ordinary(byte[] chunk, int from, int firstEnd) {
        int end = firstEnd;
        while (end < chunk.length && atLineStart && chunk[end] != RS) {
            end = lineEnd(chunk, end);
            atLineStart = chunk[end - 1] == '\n';
        }
        return end;
    }

    private static int lineEnd(byte[] chunk, int from) {
        int end = from;
        while (end < chunk.length && chunk[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, chunk.length);
    }

    private void tell() {
        byte[] line = event.toByteArray();
        event.reset();
        try {
            events.accept(JSON.readTree(line, 1, line.length - 1));
        } catch (JsonProcessingException e) {
            // half of an event that the agent's restart cut: what it says is in the log, too
        } catch (IOException e) {
            throw new IllegalStateException("an array can be read", e);
        }
    }
}
