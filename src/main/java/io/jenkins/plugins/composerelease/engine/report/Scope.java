package io.jenkins.plugins.composerelease.engine.report;

import java.util.List;

/**
 * What a failure is a failure of, and what is green again later: a target, or a stage of a job on a branch where there
 * is no target. Two scopes with the same parts are the same.
 */
public record Scope(Kind kind, List<String> parts) {

    /** Which of the two it is. */
    public enum Kind {
        TARGET,
        STAGE
    }

    public Scope {
        parts = List.copyOf(parts);
    }

    /** Releases of an application to a target. */
    public static Scope target(String application, String target) {
        return new Scope(Kind.TARGET, List.of(application, target));
    }

    /** A stage of a job on a branch; an empty branch for a job that has but one. */
    public static Scope stage(String job, String branch, String stage) {
        return new Scope(Kind.STAGE, List.of(job, branch, stage));
    }

    /** Hidden marker that every issue of this scope carries. */
    public String marker() {
        return Marker.of("scope", fields());
    }

    /** {@code Release of shop to production}, {@code Stage Build of shop on main}. */
    public String title() {
        return kind == Kind.TARGET
                ? "Release of " + parts.get(0) + " to " + parts.get(1)
                : "Stage " + parts.get(2) + " of " + parts.get(0)
                        + (parts.get(1).isEmpty() ? "" : " on " + parts.get(1));
    }

    List<String> fields() {
        return kind == Kind.TARGET
                ? List.of("target", parts.get(0), parts.get(1))
                : List.of("stage", parts.get(0), parts.get(1), parts.get(2));
    }
}
