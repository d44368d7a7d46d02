package io.jenkins.plugins.composerelease.ui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;

/**
 * The events of one command: in memory, and in a file so that a restart of the controller loses the last seconds at most.
 * Bounded: a service that restarts all night must not fill the controller.
 */
final class LiveEvents {
    private static final int MOST = 2_000;
    private static final int LONGEST = 2_000;
    private static final long SECONDS = 3;

    private final ReleaseFiles files;
    private final String file;
    private final List<JsonNode> events = new ArrayList<>();
    private long version;
    private boolean scheduled;
    private boolean closed;

    LiveEvents(ReleaseFiles files, String file) {
        this.files = files;
        this.file = file;
        files.read(file).ifPresent(text -> PageJson.tree(text).forEach(events::add));
        version = events.size();
    }

    synchronized void add(String json) {
        JsonNode event = json.length() > LONGEST * 4 ? PageJson.tree("") : PageJson.tree(json);
        if (closed || !event.isObject()) {
            return;
        }
        if (events.size() == MOST) {
            events.remove(oldestOfService());
        }
        events.add(event);
        version++;
        if (event.path("type").asText().equals("phase")) {
            save();
        } else if (!scheduled) {
            scheduled = true;
            Timer.get().schedule(this::saveLater, SECONDS, TimeUnit.SECONDS);
        }
    }

    synchronized List<JsonNode> events() {
        return List.copyOf(events);
    }

    /** Grows with each event. */
    synchronized long version() {
        return version;
    }

    /** Saves what there is; later events are left out. */
    synchronized void close() {
        closed = true;
        save();
    }

    private synchronized void saveLater() {
        scheduled = false;
        if (!closed) {
            save();
        }
    }

    private void save() {
        ArrayNode all = PageJson.MAPPER.createArrayNode();
        events.forEach(all::add);
        files.write(file, all.toString());
    }

    private int oldestOfService() {
        for (int i = 0; i < events.size(); i++) {
            if (!events.get(i).path("type").asText().equals("phase")) {
                return i;
            }
        }
        return 0;
    }
}
