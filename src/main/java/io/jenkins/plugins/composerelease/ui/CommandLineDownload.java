package io.jenkins.plugins.composerelease.ui;

import hudson.Extension;
import hudson.model.UnprotectedRootAction;
import java.net.URL;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.WebMethod;

/**
 * Serves the command line at {@code compose-release/compose-release-cli.jar} under Jenkins' address, so that an agent
 * or an operator runs the very jar that the installed plugin carries.
 *
 * <p>Unprotected as {@code jnlpJars/} is: an agent's shell has no Jenkins login, and the jar is the same for everyone.
 */
@Extension
public final class CommandLineDownload implements UnprotectedRootAction {
    static final String FILE = "compose-release-cli.jar";

    /** No entry in the side panel. */
    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return Messages.CommandLineDownload_displayName();
    }

    @Override
    public String getUrlName() {
        return "compose-release";
    }

    @WebMethod(name = FILE)
    public HttpResponse doJar() {
        URL jar = CommandLineDownload.class.getResource("/io/jenkins/plugins/composerelease/" + FILE);
        return jar == null ? HttpResponses.notFound() : HttpResponses.staticResource(jar);
    }
}
