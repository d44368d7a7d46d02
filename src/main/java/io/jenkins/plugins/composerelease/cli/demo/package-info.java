/** What the {@code demo} command brings along, so that it needs nothing but a Docker engine. */
package io.jenkins.plugins.composerelease.cli.demo;
