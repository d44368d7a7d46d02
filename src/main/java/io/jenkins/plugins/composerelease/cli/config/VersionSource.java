package io.jenkins.plugins.composerelease.cli.config;

import java.util.Optional;

/**
 * Where the application's version comes from.
 *
 * @param literal the version itself
 * @param file file to read it from, relative to the workspace; {@code literal} is empty then
 * @param pattern regular expression whose first group is the version; the file's type decides when empty
 */
public record VersionSource(Optional<String> literal, Optional<String> file, Optional<String> pattern) {}
