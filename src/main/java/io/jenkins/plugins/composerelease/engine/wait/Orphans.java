package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.DockerStack;
import io.jenkins.plugins.composerelease.engine.command.DockerStack.Kind;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The stacks of builds that ended without removing them, for example with their controller. */
public final class Orphans {
    private static final Duration ANSWER = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Host host;
    private final ReleaseLog log;

    public Orphans(Host host, ReleaseLog log) {
        this.host = host;
        this.log = log;
    }

    /**
     * Removes them with their volumes. What cannot be removed is a warning: it must not keep a build from starting.
     *
     * @param alsoRemove removes what else belongs to a stack, by its project name
     */
    public void remove(StackOwner owner, Consumer<String> alsoRemove) {
        try {
            find(owner).forEach((project, build) -> remove(project, build, alsoRemove));
        } catch (ReleaseException e) {
            log.warn("could not look for stacks of builds that are over: " + e.getMessage());
        }
    }

    /** Builds that are over, by the compose project that they left. */
    private Map<String, String> find(StackOwner owner) {
        Map<String, String> orphans = new TreeMap<>();
        String label = StackOwner.CONTROLLER + "=" + owner.controller();
        for (Kind kind : Kind.values()) {
            String listed = host.require(
                            DockerStack.list(kind, label, List.of(StackOwner.BUILD, StackOwner.SINCE)),
                            Deadline.in(ANSWER))
                    .output();
            for (String line : listed.lines().toList()) {
                String[] fields = line.split("\t", -1);
                if (fields.length == 3
                        && fields[2].matches("[0-9]{1,18}")
                        && owner.isOver(fields[1], Long.parseLong(fields[2]))) {
                    orphans.put(fields[0], fields[1]);
                }
            }
        }
        return orphans;
    }

    private void remove(String project, String build, Consumer<String> alsoRemove) {
        log.progress("removing project " + project + " of " + build + ", which is over");
        try {
            ComposeProject stack = new ComposeProject(
                    Names.project(project), "/", List.of(), List.of(), List.of(), Map.of(), Map.of());
            new ComposeUp(host, log).down(stack, true, GRACE);
            alsoRemove.accept(project);
        } catch (ReleaseException e) {
            log.warn("project " + project + " could not be removed: " + e.getMessage());
        }
    }
}
