package io.jenkins.plugins.composerelease.engine.model;

import java.util.Optional;

/**
 * How a target is reached.
 *
 * @param host name or IP address
 * @param port SSH port
 * @param user user to log in as; may use Docker
 * @param hostKey the host's public key as {@code ssh-keyscan} prints it without the host, for example
 *     {@code ssh-ed25519 AAAA...}; empty means the caller's known_hosts file decides, strictly
 * @param identity private key; empty means the caller's SSH agent or default keys
 * @param proxyJump {@code [user@]host[:port]} to go through
 * @param proxyCommand command whose input and output are the connection; excludes {@code proxyJump}
 */
public record SshAddress(
        String host,
        int port,
        String user,
        Optional<String> hostKey,
        Optional<Secret> identity,
        Optional<String> proxyJump,
        Optional<String> proxyCommand) {

    public SshAddress {
        Names.host(host);
        Names.port(port);
        Names.user(user);
        hostKey.ifPresent(key -> Names.argument("hostKey", key));
        proxyJump.ifPresent(jump -> Names.argument("proxyJump", jump));
        proxyCommand.ifPresent(command -> Names.argument("proxyCommand", command));
        if (proxyJump.isPresent() && proxyCommand.isPresent()) {
            throw new InvalidInputException(
                    "Target host '" + host + "' has both proxyJump and proxyCommand.", "Give one of them.");
        }
    }
}
