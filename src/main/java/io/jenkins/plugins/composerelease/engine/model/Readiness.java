package io.jenkins.plugins.composerelease.engine.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the health gate waits for beyond what the services declare, and how much of their logs it shows.
 *
 * @param conditions condition of a service, by its name; the others have their default
 */
public record Readiness(Map<String, Condition> conditions, Logs logs) {
    /** Nothing but defaults. */
    public static final Readiness DEFAULT = new Readiness(Map.of(), Logs.FAILING);

    /** Which log lines of services are shown. */
    public enum Logs {
        /** The last lines of a service that failed. */
        FAILING,
        /** Those, and all lines of each service while the gate waits for it. */
        ALL,
        /** None, neither on the screen nor in the evidence. */
        NONE
    }

    public Readiness {
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        conditions.keySet().forEach(service -> Names.name("service", service));
    }

    /** The same with the default for log lines. */
    public static Readiness of(Map<String, Condition> conditions) {
        return new Readiness(conditions, Logs.FAILING);
    }
}
