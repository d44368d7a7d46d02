/** Runs commands of the engine on an agent as durable processes: they outlive the connection and the controller. */
package io.jenkins.plugins.composerelease.steps.durable;
