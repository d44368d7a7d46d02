package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * A host's public key as the target gives it.
 *
 * @param type for example {@code ssh-ed25519}
 * @param blob the key in base64
 */
record HostKey(String type, String blob) {
    private static final Set<String> TYPES = Set.of(
            "ssh-ed25519",
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    static HostKey parse(String text, String host) {
        String[] fields = text.strip().split("[ \t]+");
        if (fields.length < 2 || !TYPES.contains(fields[0]) || !fields[1].matches("[A-Za-z0-9+/]{40,}={0,2}")) {
            throw new InvalidInputException(
                    "hostKey of host '" + host + "' is not a public key.",
                    "Give type and key as in the host's /etc/ssh/ssh_host_ed25519_key.pub, for example"
                            + " 'ssh-ed25519 AAAA...'.");
        }
        return new HostKey(fields[0], fields[1]);
    }

    /** Line of a known_hosts file. */
    String knownHosts(SshAddress address) {
        String host = address.host().toLowerCase(Locale.ROOT);
        return (address.port() == 22 ? host : "[" + host + "]:" + address.port()) + " " + type + " " + blob + "\n";
    }

    /** The key's fingerprint as ssh prints it, {@code SHA256:...}. */
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(blob));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IllegalArgumentException e) {
            return type + " key that is not valid base64";
        }
    }
}
