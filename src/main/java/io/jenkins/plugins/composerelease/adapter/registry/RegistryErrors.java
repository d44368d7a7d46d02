package io.jenkins.plugins.composerelease.adapter.registry;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** What goes wrong with one registry, in words. */
final class RegistryErrors {
    private final String host;
    private final RegistryLogin login;

    RegistryErrors(String host, RegistryLogin login) {
        this.host = host;
        this.login = login;
    }

    ReleaseException unexpected(RegistryCall call, RegistryAnswer answer) {
        String who = login.username().map(name -> "user '" + name + "'").orElse("a request without login");
        String advice =
                switch (answer.status()) {
                    case 401 ->
                        login.username().isPresent()
                                ? "Check the username and password of this registry."
                                : "Give a login for this registry, or correct the image's name: many registries answer"
                                        + " the same for images that do not exist.";
                    case 403 -> "Give that user the right to it, or correct the image's name.";
                    case 404 -> "Check the registry's host: this does not look like a registry's answer.";
                    case 429 -> "Wait, or log in: registries limit requests without login more.";
                    default -> answer.status() >= 500 ? "Look at the registry's own log." : "";
                };
        boolean refused = answer.status() == 401 || answer.status() == 403;
        return new ReleaseException(
                ExitCode.PUBLISH_REFUSED,
                tried(call.purpose())
                        + (refused ? "it refused " + who + " (" : "it answered (")
                        + answer.describe() + ").",
                advice);
    }

    ReleaseException unreachable(RegistryCall call, int attempts, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new ReleaseException(
                ExitCode.FAILED,
                tried(call.purpose()) + "the connection failed " + attempts + (attempts == 1 ? " time (" : " times (")
                        + Text.printable(reason) + ").",
                cause instanceof SSLException
                        ? "If it speaks plain HTTP, mark it insecure; if its certificate is your own, put its authority"
                                + " into '/etc/docker/certs.d/" + host + "/ca.crt', as Docker wants it."
                        : "Check the registry's host and port, and that this machine reaches it.",
                cause);
    }

    ReleaseException timedOut(RegistryCall call, Duration elapsed, String last) {
        return new ReleaseException(
                ExitCode.TIMED_OUT,
                tried(call.purpose()) + "no answer in " + Text.elapsed(elapsed)
                        + (last.isEmpty() ? "" : " (" + last + ")") + ".",
                "Try again, or raise the timeout.");
    }

    ReleaseException asksForTooMuch(RegistryCall call, Duration asked, Duration longest, String last) {
        return new ReleaseException(
                ExitCode.PUBLISH_REFUSED,
                tried(call.purpose()) + "it asks to come back in " + Text.elapsed(asked) + ", longer than "
                        + Text.elapsed(longest) + " (" + Text.printable(last) + ").",
                "Run it again then, or log in: registries limit requests without login more.");
    }

    ReleaseException otherDigest(String what, String expected, String actual) {
        return new ReleaseException(
                ExitCode.PUBLISH_REFUSED,
                "Registry '" + host + "' holds " + actual + " as " + what + ", expected " + expected + ".",
                "Something between here and the registry, or the registry itself, changes content: find it before you"
                        + " go on.");
    }

    ReleaseException missing(String what) {
        return new ReleaseException(
                ExitCode.PUBLISH_REFUSED,
                "Registry '" + host + "' has no " + what + ".",
                "Publish it first, or correct its name.");
    }

    ReleaseException notUnderstood(String what, String found, Exception cause) {
        return new ReleaseException(
                ExitCode.PUBLISH_REFUSED,
                "Registry '" + host + "' gave " + found + " for " + what + ", which is not understood.",
                "Check that it is a registry with OCI or Docker v2 images.",
                cause);
    }

    ReleaseException interrupted(RegistryCall call) {
        return new ReleaseException(ExitCode.FAILED, tried(call.purpose()) + "it was interrupted.", "");
    }

    ReleaseException unsafe(String purpose, String what) {
        return new ReleaseException(
                ExitCode.PUBLISH_REFUSED,
                tried(purpose) + "it sends to " + Text.printable(what) + ", which is not encrypted.",
                "Correct the registry's configuration, or mark it insecure if that is meant.");
    }

    private String tried(String purpose) {
        return "Could not " + purpose + " at registry '" + host + "': ";
    }
}
