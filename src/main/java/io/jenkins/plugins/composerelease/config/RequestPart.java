package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;

/** A setting that becomes a part of the engine's request, with the keys of {@code release.yaml}. */
public interface RequestPart {
    /**
     * Its JSON; secrets are references to what {@code secrets} holds then.
     *
     * @throws AbortException if a value is not valid or a credential cannot be used; the message says which
     */
    ObjectNode request(RequestSecrets secrets) throws AbortException;
}
