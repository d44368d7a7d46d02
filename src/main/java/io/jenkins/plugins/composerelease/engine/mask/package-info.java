/**
 * Hides secrets in whatever is written: logs, evidence, reports, issues. Uses {@code engine.model} for what a secret is
 * and how one is refused, otherwise the JDK alone.
 */
package io.jenkins.plugins.composerelease.engine.mask;
