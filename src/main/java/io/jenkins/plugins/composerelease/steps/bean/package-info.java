/** What steps return to a Pipeline, and what they keep with its run. */
package io.jenkins.plugins.composerelease.steps.bean;
