package io.jenkins.plugins.composerelease.engine.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a target's services are brought from one release to the next.
 *
 * @param strategy of services that the rules of {@link Strategy#ROLLING} allow it for
 * @param drain how long an old container goes on after the new one took over
 * @param sharedVolumes volumes that two containers of a service may write to at the same time
 * @param hooks commands of services that read their configuration while they run, by service
 * @param pruneImages whether the application's own images that no kept release needs are removed from the host
 */
public record Rollout(
        Strategy strategy, Duration drain, List<String> sharedVolumes, Map<String, Hook> hooks, boolean pruneImages) {
    public static final Rollout DEFAULT = new Rollout(Strategy.RECREATE, Duration.ofSeconds(5), List.of(), Map.of());

    /** What comes first: the old container's end, or the new one's start. */
    public enum Strategy {
        /** The old container stops, then the new one starts. */
        RECREATE,
        /** The new container is healthy before the old one stops. */
        ROLLING
    }

    /**
     * @param validate run in the new image with the new files before anything is switched; empty for none
     * @param reload run in the container that serves, to make it read its files again; empty for none
     */
    public record Hook(List<String> validate, List<String> reload) {
        public Hook {
            validate = List.copyOf(validate);
            reload = List.copyOf(reload);
        }
    }

    /** One that prunes images. */
    public Rollout(Strategy strategy, Duration drain, List<String> sharedVolumes, Map<String, Hook> hooks) {
        this(strategy, drain, sharedVolumes, hooks, true);
    }

    public Rollout {
        sharedVolumes = List.copyOf(sharedVolumes);
        hooks = Collections.unmodifiableMap(new LinkedHashMap<>(hooks));
    }
}
