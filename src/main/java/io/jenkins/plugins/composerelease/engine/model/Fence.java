package io.jenkins.plugins.composerelease.engine.model;

/**
 * Who may change a target. Each owner of its lock has a higher number than the one before; a host does nothing for the
 * number of an owner that was replaced.
 *
 * @param directory where the host keeps the number that is valid, in file {@code fence}, and {@code work.lock}, which what
 *     runs for it holds shared
 * @param number from 1
 */
public record Fence(String directory, long number) {}
