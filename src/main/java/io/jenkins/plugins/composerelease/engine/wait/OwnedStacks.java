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

/** The stacks of a controller's builds on one Docker engine, found by their labels. */
public final class OwnedStacks {
    private static final Duration ANSWER = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Host host;
    private final ReleaseLog log;
    private final StackOwner owner;
    private final Map<String, Mark> marks = new TreeMap<>();
    private boolean answered;

    /** Asks Docker for them. That it does not answer is a warning, and there are none. */
    public OwnedStacks(Host host, ReleaseLog log, StackOwner owner) {
        this.host = host;
        this.log = log;
        this.owner = owner;
        find();
    }

    /**
     * Removes, with their volumes, those of builds that ended without removing them, for example with their controller. What
     * cannot be removed is a warning: it must not keep a build from starting.
     *
     * @param starting the project that is about to start
     * @param alsoRemove removes what else belongs to a stack, by its project name
     * @throws ReleaseException if what is left of {@code starting} itself cannot be removed: the start would take it over, with
     *     its data
     */
    public void removeOrphans(String starting, Consumer<String> alsoRemove) {
        marks.forEach((project, mark) -> {
            if (owner.isOver(mark.build, mark.since)) {
                remove(project, project.equals(starting), alsoRemove);
            }
        });
    }

    /** Whether a project of this controller has something in Docker, or had when this was made; true when it did not answer. */
    public boolean mayHave(String project) {
        return !answered || marks.containsKey(project);
    }

    private void find() {
        String label = StackOwner.CONTROLLER + "=" + owner.controller();
        try {
            for (Kind kind : Kind.values()) {
                String listed = host.require(
                                DockerStack.list(kind, label, List.of(StackOwner.BUILD, StackOwner.SINCE)),
                                Deadline.in(ANSWER))
                        .output();
                for (String line : listed.lines().toList()) {
                    String[] fields = line.split("\t", -1);
                    if (fields.length == 3 && fields[2].matches("[0-9]{1,18}")) {
                        marks.putIfAbsent(fields[0], new Mark(fields[1], Long.parseLong(fields[2])));
                    }
                }
            }
            answered = true;
        } catch (ReleaseException e) {
            log.warn("could not look for stacks of builds that are over: " + e.getMessage());
        }
    }

    private void remove(String project, boolean required, Consumer<String> alsoRemove) {
        log.progress("removing project " + project + ", whose build is over");
        attempt(project, required, () -> {
            ComposeProject stack = new ComposeProject(
                    Names.project(project), "/", List.of(), List.of(), List.of(), Map.of(), Map.of());
            try {
                new ComposeUp(host, log).down(stack, true, GRACE);
            } finally {
                // Now: nothing finds it any more when Docker forgets the stack later.
                attempt(project, false, () -> alsoRemove.accept(project));
            }
        });
    }

    private void attempt(String project, boolean required, Runnable removal) {
        try {
            removal.run();
        } catch (ReleaseException e) {
            if (required) {
                throw e;
            }
            log.warn("project " + project + " could not be removed: " + e.getMessage());
        }
    }

    private record Mark(String build, long since) {}
}
