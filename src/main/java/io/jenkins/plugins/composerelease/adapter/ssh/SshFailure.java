package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what ssh printed when it could not connect into a message that says what to do. Pure. */
final class SshFailure {
    private static final Pattern SERVER_KEY = Pattern.compile("Server host key: (\\S+) (SHA256:\\S+)");
    private static final Pattern METHODS = Pattern.compile("Permission denied \\(([^)]*)\\)");

    private static final String NO_DOCKER = "there is no 'docker'";

    private final String tried;
    private final SshAddress address;
    private final String errors;

    private SshFailure(String target, SshAddress address, String errors) {
        this.tried = "Could not connect to target '" + target + "' at '" + address.user() + "@" + address.host()
                + "' port " + address.port() + ": ";
        this.address = address;
        this.errors = errors;
    }

    static boolean isHostKey(String errors) {
        return errors.contains("Host key verification failed");
    }

    /** What one of the messages of this class is about. */
    static String subject(String message) {
        if (message.contains(NO_DOCKER)) {
            return "docker";
        }
        return message.contains("host key ") ? "host key" : "ssh";
    }

    /**
     * @param errors what ssh printed on standard error
     * @param debug what ssh printed with LogLevel DEBUG1 where the host key was the reason, else empty
     * @param elapsed how long it was tried
     */
    static CommandFailedException of(String target, SshAddress address, String errors, String debug, Duration elapsed) {
        SshFailure failure = new SshFailure(target, address, errors);
        return isHostKey(errors) ? failure.hostKey(debug) : failure.other(elapsed);
    }

    static CommandFailedException timedOut(String target, SshAddress address, String errors, Duration elapsed) {
        return new SshFailure(target, address, errors).timedOut(elapsed);
    }

    static CommandFailedException noisyShell(String target, SshAddress address, String line) {
        return new SshFailure(target, address, line)
                .failed(
                        "its login shell prints '" + Text.printable(line)
                                + "' before a command runs, which would mix with the output of commands.",
                        "Let the shell's start-up files print only when it is interactive.");
    }

    static CommandFailedException noDocker(String target, SshAddress address) {
        return new SshFailure(target, address, "")
                .failed(
                        NO_DOCKER + " on the PATH of user '" + address.user() + "'.",
                        "Install Docker Engine with the Compose v2 plugin on the host.");
    }

    private CommandFailedException hostKey(String debug) {
        Matcher key = SERVER_KEY.matcher(debug);
        String actual = key.find() ? key.group(1) + " " + key.group(2) : "a key of another type";
        String scan = "Check on the host itself with 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub'";
        Optional<HostKey> expected = address.hostKey().map(text -> HostKey.parse(text, address.host()));
        if (expected.isPresent()) {
            String want = expected.get().type() + " " + expected.get().fingerprint();
            return failed(
                    "expected host key " + want + ", but the host has " + actual
                            + ". It was reinstalled, or something between is reading along.",
                    scan + ", and change hostKey only if that shows the new one.");
        }
        if (errors.contains("REMOTE HOST IDENTIFICATION HAS CHANGED")) {
            return failed(
                    "its host key is not the one in your known_hosts file, but " + actual
                            + ". It was reinstalled, or something between is reading along.",
                    scan + ", and replace the known_hosts entry only if that shows this key.");
        }
        return failed(
                "its host key " + actual + " is not known, and unknown keys are never accepted.",
                scan + ", then give the target that key as hostKey, or add it to your known_hosts file.");
    }

    private CommandFailedException other(Duration elapsed) {
        Matcher methods = METHODS.matcher(errors);
        if (methods.find()) {
            return authentication(methods.group(1));
        }
        if (has("failed to execute ssh")) {
            return failed("'ssh' is not installed on this machine.", "Install the OpenSSH client.");
        }
        if (has("Too many authentication failures")) {
            return failed("the host refused after too many keys.", "Give the target the one private key to use.");
        }
        if (has("Connection refused")) {
            return failed("the connection was refused" + detail(), "Check host and port, and that sshd runs there.");
        }
        if (has("Could not resolve hostname")) {
            return failed("the name cannot be resolved" + detail(), "Check the target's host.");
        }
        if (has("timed out")) {
            return timedOut(elapsed);
        }
        if (has("No route to host") || has("unreachable")) {
            return failed("the network does not lead there" + detail(), "Check the target's host and the network.");
        }
        if (has("base64: not found") || has("base64: command not found")) {
            return failed("there is no 'base64' on the host.", "Install coreutils (or busybox) there.");
        }
        return failed("ssh ended" + detail(), "");
    }

    private CommandFailedException authentication(String methods) {
        String key = address.identity().isPresent() ? "the given private key" : "any key of this user or its agent";
        boolean unreadable = has("error in libcrypto") || has("invalid format") || has("incorrect passphrase");
        if (unreadable) {
            return failed(
                    "the private key cannot be read: it is damaged or has a passphrase.",
                    "Give an unencrypted private key in OpenSSH or PEM format.");
        }
        return failed(
                "the host did not accept " + key + " for user '" + address.user() + "' (it offers: " + methods + ").",
                "Add its public key to that user's ~/.ssh/authorized_keys on the host, or correct the user.");
    }

    private CommandFailedException timedOut(Duration elapsed) {
        return new CommandFailedException(
                ExitCode.TIMED_OUT,
                tried + "no answer within " + Text.elapsed(elapsed) + detail(),
                "Check host and port, and that no firewall drops the connection.",
                -1,
                Text.tail(errors, 10),
                null);
    }

    private CommandFailedException failed(String what, String advice) {
        return new CommandFailedException(ExitCode.FAILED, tried + what, advice, -1, Text.tail(errors, 10), null);
    }

    private boolean has(String text) {
        return errors.contains(text);
    }

    private String detail() {
        String tail = Text.tail(errors, 3).strip().replaceAll("\\s*\\R\\s*", "; ");
        return tail.isEmpty() ? "." : " (" + Text.printable(tail) + ").";
    }
}
