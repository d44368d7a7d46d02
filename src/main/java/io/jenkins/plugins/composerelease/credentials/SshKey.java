package io.jenkins.plugins.composerelease.credentials;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import hudson.AbortException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.List;

/** A private key as OpenSSH takes it. */
final class SshKey {
    private SshKey() {}

    /** The first key, with the line ends that OpenSSH insists on; encrypted where it has a passphrase. */
    static Secret first(SSHUserPrivateKey credential) throws AbortException {
        List<String> keys = credential.getPrivateKeys();
        if (keys.isEmpty() || keys.get(0).isBlank()) {
            throw new AbortException("holds no private key. Enter the key again.");
        }
        return Secret.of(keys.get(0).strip().replace("\r\n", "\n") + "\n");
    }

    static String passphrase(SSHUserPrivateKey credential) {
        hudson.util.Secret passphrase = credential.getPassphrase();
        return passphrase == null ? "" : passphrase.getPlainText();
    }
}
