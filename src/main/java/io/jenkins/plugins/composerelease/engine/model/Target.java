package io.jenkins.plugins.composerelease.engine.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place that releases go to, with all that a deploy needs to know. File paths are relative: on this machine to the
 * workspace, on the host to {@code directory}.
 *
 * @param name its name in configuration, records and issues
 * @param ssh how the host is reached
 * @param directory absolute directory on the host that belongs to this application
 * @param project compose project name
 * @param files compose files
 * @param profiles active compose profiles
 * @param transfer other files that the compose files mount or read
 * @param envFiles env files for Compose's interpolation, transferred too
 * @param variables variables for Compose's interpolation
 * @param secrets secrets and how they are delivered
 * @param atRest where secret files are while a release needs them
 * @param registry registry to pull from, with its login
 * @param services services that a release switches; empty means all
 * @param migration how the schema is migrated
 * @param backup backup before migrations
 * @param verification requests after the switch
 * @param stability how long everything must stay healthy after verification
 * @param timeout how long services may take to become healthy
 * @param readiness when services count as ready, where that is not what they declare themselves
 * @param keep how many releases are kept
 * @param rollout how services are switched
 * @param guards what must be so first
 * @param firstRun what is run once in the target's life
 */
public record Target(
        String name,
        SshAddress ssh,
        String directory,
        String project,
        List<String> files,
        List<String> profiles,
        List<String> transfer,
        List<String> envFiles,
        Map<String, String> variables,
        List<SecretBinding> secrets,
        AtRest atRest,
        Optional<RegistryLogin> registry,
        List<String> services,
        Optional<Migration> migration,
        Optional<Backup> backup,
        List<EndpointCheck> verification,
        Duration stability,
        Duration timeout,
        Readiness readiness,
        int keep,
        Rollout rollout,
        Guards guards,
        Optional<FirstRun> firstRun) {

    /** Where a host keeps the secret files of what runs there. */
    public enum AtRest {
        /** On tmpfs: a reboot takes them, and the next release writes them again. */
        MEMORY,
        /** In the target's directory: what runs comes back by itself after a reboot; disk and backups of the host hold them. */
        FILE
    }

    public Target {
        Names.name("target", name);
        Names.absolutePath("directory", directory);
        Names.project(project);
        files = List.copyOf(files);
        profiles = List.copyOf(profiles);
        transfer = List.copyOf(transfer);
        envFiles = List.copyOf(envFiles);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        secrets = List.copyOf(secrets);
        services = List.copyOf(services);
        verification = List.copyOf(verification);
        if (files.isEmpty()) {
            throw new InvalidInputException("Target '" + name + "' names no compose file.", "Give at least one.");
        }
        files.forEach(path -> Names.relativePath("compose file", path));
        transfer.forEach(path -> Names.relativePath("file to transfer", path));
        envFiles.forEach(path -> Names.relativePath("env file", path));
        services.forEach(service -> Names.name("service", service));
        if (keep < 2) {
            throw new InvalidInputException(
                    "Target '" + name + "' keeps " + keep + " releases.",
                    "Keep at least 2, or there is nothing to roll back to.");
        }
    }

    /** A target without anything that is not usual. */
    public Target(
            String name,
            SshAddress ssh,
            String directory,
            String project,
            List<String> files,
            List<String> profiles,
            List<String> transfer,
            List<String> envFiles,
            Map<String, String> variables,
            List<SecretBinding> secrets,
            AtRest atRest,
            Optional<RegistryLogin> registry,
            List<String> services,
            Optional<Migration> migration,
            Optional<Backup> backup,
            List<EndpointCheck> verification,
            Duration stability,
            Duration timeout,
            Readiness readiness,
            int keep) {
        this(
                name,
                ssh,
                directory,
                project,
                files,
                profiles,
                transfer,
                envFiles,
                variables,
                secrets,
                atRest,
                registry,
                services,
                migration,
                backup,
                verification,
                stability,
                timeout,
                readiness,
                keep,
                Rollout.DEFAULT,
                Guards.NONE,
                Optional.empty());
    }

    /** The same with another limit to how long services may take to become healthy. */
    public Target within(Duration limit) {
        return with(limit, rollout, guards, firstRun);
    }

    public Target with(Rollout other) {
        return with(timeout, other, guards, firstRun);
    }

    public Target with(Guards other) {
        return with(timeout, rollout, other, firstRun);
    }

    public Target with(FirstRun once) {
        return with(timeout, rollout, guards, Optional.of(once));
    }

    private Target with(Duration limit, Rollout newRollout, Guards newGuards, Optional<FirstRun> once) {
        return new Target(
                name,
                ssh,
                directory,
                project,
                files,
                profiles,
                transfer,
                envFiles,
                variables,
                secrets,
                atRest,
                registry,
                services,
                migration,
                backup,
                verification,
                stability,
                limit,
                readiness,
                keep,
                newRollout,
                newGuards,
                once);
    }
}
