package io.jenkins.plugins.composerelease.engine.wait;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The build that a stack belongs to, and what its controller says about its other builds. Labels carry it, so that what a
 * dead build left behind can be found. All times are the controller's own.
 *
 * @param controller what tells one controller from another on the same Docker engine; not secret
 * @param build an id that no other build ever has, as a job's name and its numbers can come again; not secret
 * @param since when the build got that id, in milliseconds since 1970: the same in each of its starts
 * @param live the controller's builds that ran at {@code liveAt}
 * @param liveAt when the controller looked, in milliseconds since 1970; 0 when it did not
 */
public record StackOwner(String controller, String build, long since, Set<String> live, long liveAt) {
    private static final String PREFIX = "io.jenkins.compose-release.";
    public static final String CONTROLLER = PREFIX + "controller";
    public static final String BUILD = PREFIX + "build";
    public static final String SINCE = PREFIX + "since";

    public StackOwner {
        live = Set.copyOf(live);
    }

    /** What everything of the stack is labelled with. */
    public Map<String, String> labels() {
        return new TreeMap<>(Map.of(CONTROLLER, controller, BUILD, build, SINCE, String.valueOf(since)));
    }

    /** Whether another build of the same controller, which got its id then, is over. */
    public boolean isOver(String otherBuild, long otherSince) {
        return otherSince < liveAt && !otherBuild.equals(build) && !live.contains(otherBuild);
    }
}
