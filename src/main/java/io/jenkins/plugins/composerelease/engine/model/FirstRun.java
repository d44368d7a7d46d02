package io.jenkins.plugins.composerelease.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * A command that is run once in a target's life, after the first migration: to create the administrator, for example.
 *
 * @param name what it is remembered under
 * @param service compose service whose new image it runs in
 * @param command program and arguments; never a secret
 * @param stdin what it reads on standard input
 */
public record FirstRun(String name, String service, List<String> command, Optional<Secret> stdin) {
    public FirstRun {
        Names.name("first run", name);
        Names.name("service", service);
        command = List.copyOf(command);
    }
}
