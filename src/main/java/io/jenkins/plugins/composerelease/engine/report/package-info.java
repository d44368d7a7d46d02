/**
 * What people read about a release: the plan as text, the failure as an issue, the whole as an HTML page. Uses
 * {@code engine.model}, and {@code engine.spi} for the log that a {@link Timeline} listens to.
 */
package io.jenkins.plugins.composerelease.engine.report;
