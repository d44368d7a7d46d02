package org.jenkinsci.plugins.docker.commons.credentials;

import hudson.model.AbstractDescribableImpl;

@SuppressWarnings({"deprecation"})
public class DockerRegistryEndpoint extends AbstractDescribableImpl<DockerRegistryEndpoint> {
    public DockerRegistryEndpoint(String a, String b) { throw new AssertionError(); }
    public String getCredentialsId() { throw new AssertionError(); }
    public String getUrl() { throw new AssertionError(); }
}
