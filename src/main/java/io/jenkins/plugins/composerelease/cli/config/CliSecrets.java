package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.DotEnv;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Fetches secrets for the command line. A secret is fetched once, when it is first needed, and handed to {@code
 * resolved} before anybody else sees it, so that no output can come before its masking.
 */
public final class CliSecrets implements SecretSource {
    private static final int MAX_BYTES = 1 << 20;
    private static final int COMMAND_SECONDS = 60;
    private final Map<String, String> environment;
    private final Path directory;
    private final Consumer<Secret> resolved;
    private final Map<String, Secret> fetched = new HashMap<>();
    private final Set<String> hidden = new HashSet<>();

    /**
     * @param directory where relative {@code file:} paths start
     * @param resolved is told each secret that is to be hidden
     */
    public CliSecrets(Map<String, String> environment, Path directory, Consumer<Secret> resolved) {
        this.environment = Map.copyOf(environment);
        this.directory = directory;
        this.resolved = resolved;
    }

    /** The exact bytes, with the line end that a file or a command's output has. */
    @Override
    public synchronized Secret resolve(String reference) {
        Secret secret = open(reference);
        if (!hidden.contains(reference)) {
            hide("'" + reference + "'", secret);
            hidden.add(reference);
        }
        return secret;
    }

    @Override
    public synchronized Secret open(String reference) {
        Secret secret = fetched.get(reference);
        if (secret == null) {
            secret = fetch(SecretReference.parse(reference));
            fetched.put(reference, secret);
        }
        return secret;
    }

    @Override
    public synchronized Map<String, Secret> variables(String reference) {
        Map<String, Secret> variables;
        try {
            variables = DotEnv.parse(open(reference));
        } catch (InvalidInputException e) {
            throw new InvalidInputException("Secret '" + reference + "': " + e.getMessage(), "");
        }
        if (hidden.add("variables of " + reference)) {
            variables.forEach((name, value) -> {
                if (!DotEnv.isOrdinary(name, value)) {
                    hide("'" + name + "' of '" + reference + "'", value);
                }
            });
        }
        return variables;
    }

    private void hide(String name, Secret secret) {
        Masker.requireMaskable(name, secret);
        resolved.accept(secret);
    }

    private Secret fetch(SecretReference reference) {
        return switch (reference.scheme()) {
            case "env" -> fromEnvironment(reference);
            case "base64" -> fromBase64(reference);
            case "file" -> fromFile(reference);
            default -> fromCommand(reference);
        };
    }

    private Secret fromEnvironment(SecretReference reference) {
        String value = variable(reference);
        if (value.indexOf('\uFFFD') >= 0) { // Java replaces what the locale cannot decode
            throw new InvalidInputException(
                    "Secret '" + reference + "' holds characters that this locale cannot read.",
                    "Start compose-release with LC_ALL=C.UTF-8, or give the secret as a file.");
        }
        return Secret.of(value);
    }

    /** Plain ASCII whatever the bytes are, so no locale on the way can change them. */
    private Secret fromBase64(SecretReference reference) {
        String value = variable(reference);
        try {
            return Secret.of(Base64.getDecoder().decode(value));
        } catch (IllegalArgumentException e) { // not passed on as the cause: its message quotes what it stumbled over
            throw new InvalidInputException(
                    "Secret '" + reference + "': the environment variable does not hold base64.",
                    "Encode the exact bytes, without line breaks: base64 -w0.");
        }
    }

    private String variable(SecretReference reference) {
        String value = environment.get(reference.rest());
        if (value == null) {
            throw new InvalidInputException(
                    "Secret '" + reference + "': the environment variable is not set.",
                    "Set " + reference.rest() + " before starting compose-release.");
        }
        return value;
    }

    private Secret fromFile(SecretReference reference) {
        String name = reference.rest();
        Path path = name.startsWith("~/")
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), name.substring(2))
                : directory.resolve(name);
        try (InputStream in = Files.newInputStream(path)) {
            return Secret.of(limited(reference, in));
        } catch (IOException e) {
            throw new InvalidInputException(
                    "Secret '" + reference + "' could not be read: "
                            + e.getClass().getSimpleName() + ".",
                    "Check that the file exists and that this user may read it.",
                    e);
        }
    }

    private Secret fromCommand(SecretReference reference) {
        String program = reference.argv().get(0);
        try {
            ProcessBuilder builder = new ProcessBuilder(reference.argv());
            LocalRunner.removeSecrets(builder.environment());
            Process process = builder.directory(directory.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD) // it may hold the secret
                    .start();
            try {
                return Secret.of(output(reference, process));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new InvalidInputException(
                    "Secret command '" + program + "' could not be started.", "Check that it is installed.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InvalidInputException("Secret command '" + program + "' was interrupted.", "", e);
        }
    }

    private static byte[] output(SecretReference reference, Process process) throws IOException, InterruptedException {
        Thread watchdog = new Thread(() -> endAfterDeadline(process), "secret-command-deadline");
        watchdog.setDaemon(true);
        watchdog.start();
        byte[] bytes = limited(reference, process.getInputStream());
        int exitCode = process.waitFor();
        watchdog.interrupt();
        if (exitCode != 0) {
            throw new InvalidInputException(
                    "Secret command '" + reference.argv().get(0) + "' ended with exit code " + exitCode
                            + ", expected 0 within " + COMMAND_SECONDS + " s.",
                    "Run it by hand; its error output is not shown because it may hold the secret.");
        }
        return bytes;
    }

    private static void endAfterDeadline(Process process) {
        try {
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the command ended
        }
    }

    private static byte[] limited(SecretReference reference, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new InvalidInputException("Secret '" + reference + "' has more than 1 MiB.", "Is it the right one?");
        }
        return bytes;
    }

    /** The secret without one line end, if it has one. */
    static Secret withoutLineEnd(Secret secret) {
        byte[] bytes = secret.bytes();
        int end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\n') {
            end--;
            if (end > 0 && bytes[end - 1] == '\r') {
                end--;
            }
        }
        return end == bytes.length ? secret : Secret.of(java.util.Arrays.copyOf(bytes, end));
    }
}
