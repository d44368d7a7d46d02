package io.jenkins.plugins.composerelease.credentials;

import io.jenkins.plugins.composerelease.engine.model.Secret;

/**
 * What was taken out of a credential.
 *
 * @param hidden whether it is to be hidden in logs; not so a user name of which the credential says that it is no secret
 * @param locked whether it is a private key that cannot be used without its passphrase
 */
record Taken(Secret value, boolean hidden, boolean locked) {}
