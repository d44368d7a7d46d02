package io.jenkins.plugins.composerelease.engine.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where and how Compose runs: what becomes {@code docker compose --project-name ... --file ...} and its environment.
 *
 * @param name project name
 * @param directory project directory (relative paths in the files start there), absolute, on the machine that runs it
 * @param files compose files in order, as that machine sees them; none for what needs the name only, such as removing it
 * @param profiles active profiles
 * @param envFiles env files for interpolation, in order
 * @param variables variables for interpolation
 * @param secrets secret variables for interpolation
 */
public record ComposeProject(
        String name,
        String directory,
        List<String> files,
        List<String> profiles,
        List<String> envFiles,
        Map<String, String> variables,
        Map<String, Secret> secrets) {

    public ComposeProject {
        Names.project(name);
        Names.absolutePath("directory", directory);
        files = List.copyOf(files);
        files.forEach(file -> Names.argument("compose file", file));
        profiles = List.copyOf(profiles);
        profiles.forEach(profile -> Names.name("profile", profile));
        envFiles = List.copyOf(envFiles);
        envFiles.forEach(file -> Names.argument("env file", file));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }
}
