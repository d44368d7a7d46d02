package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a release on this machine. */
final class Workspace {
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");

    private final ReleaseRequest request;

    Workspace(ReleaseRequest request) {
        this.request = request;
    }

    /** Compose files, env files and transferred files, without repetition; directories stand for the files in them. */
    List<String> files() {
        Target target = request.target();
        List<String> all = new ArrayList<>(target.files());
        all.addAll(target.envFiles());
        all.addAll(transferred());
        return all.stream().distinct().toList();
    }

    List<String> transferred() {
        return request.target().transfer().stream()
                .flatMap(path -> expand(path).stream())
                .toList();
    }

    /** What is transferred: a file's content, a template's with the values of its variables. */
    byte[] content(String relative) {
        byte[] content = read(relative);
        return request.target().guards().templates().contains(relative)
                ? new Template(content).filled(variables(request.target(), request.images()))
                : content;
    }

    byte[] read(String relative) {
        try {
            return Files.readAllBytes(resolve(relative));
        } catch (IOException e) {
            throw new InvalidInputException(
                    "Could not read '" + relative + "' in '" + request.workspace() + "': " + e.getMessage() + ".",
                    "Check that the file is there and readable.",
                    e);
        }
    }

    /** SHA-256 of each file, hexadecimal. */
    Map<String, String> hashes() {
        Map<String, String> hashes = new TreeMap<>();
        files().forEach(file -> hashes.put(file, sha256(content(file))));
        return hashes;
    }

    /** The resolved compose files, with the published images in the variables that the files take them from. */
    Resolved resolve(CommandRunner local, Map<String, String> variables) {
        Target target = request.target();
        Map<String, Secret> secrets = new LinkedHashMap<>();
        target.secrets().stream()
                .filter(secret -> secret.kind() == SecretBinding.Kind.ENV)
                .forEach(secret -> secrets.put(secret.name(), secret.value()));
        String directory = request.workspace().toString();
        ComposeProject project = new ComposeProject(
                target.project(),
                directory,
                absolute(target.files()),
                target.profiles(),
                envFiles(absolute(target.envFiles())),
                variables,
                secrets);
        var result = local.require(new Compose(project).config(), Deadline.in(Duration.ofMinutes(1)));
        List<String> unset = result.errors()
                .lines()
                .filter(line -> line.contains("variable is not set"))
                .map(line -> line.replaceAll(".*The \\\\?\"?(\\w+)\\\\?\"? variable.*", "$1"))
                .distinct()
                .toList();
        return new Resolved(StackConfig.parse(result.output(), directory), unset, onlyHere(variables, secrets));
    }

    /** Variables for interpolation: the target's and the pinned reference of each image that names one. */
    static Map<String, String> variables(Target target, List<PublishedImage> images) {
        Map<String, String> variables = new LinkedHashMap<>(target.variables());
        for (PublishedImage image : images) {
            image.variable()
                    .ifPresent(name -> variables.put(name, image.reference().toString()));
        }
        return variables;
    }

    /** Without env files Compose would read a {@code .env} that only one of the two machines may have. */
    static List<String> envFiles(List<String> named) {
        return named.isEmpty() ? List.of("/dev/null") : named;
    }

    /** Variables that the compose files use, that nobody gave a value, and that this machine happens to have set. */
    private List<String> onlyHere(Map<String, String> variables, Map<String, Secret> secrets) {
        TreeSet<String> used = new TreeSet<>();
        for (String file : request.target().files()) {
            Matcher matcher = VARIABLE.matcher(new String(content(file), StandardCharsets.UTF_8));
            while (matcher.find()) {
                used.add(matcher.group(1));
            }
        }
        return used.stream()
                .filter(name -> !variables.containsKey(name) && !secrets.containsKey(name))
                .filter(name -> System.getenv(name) != null)
                .toList();
    }

    boolean executable(String relative) {
        return Files.isExecutable(resolve(relative));
    }

    private List<String> absolute(List<String> relative) {
        return relative.stream().map(file -> resolve(file).toString()).toList();
    }

    private Path resolve(String relative) {
        Path path = request.workspace().resolve(relative);
        try {
            Path real = path.toRealPath();
            if (!real.startsWith(request.workspace().toRealPath())) {
                throw new InvalidInputException(
                        "'" + relative + "' leads out of '" + request.workspace() + "' to '" + real + "'.",
                        "Put the file itself into the workspace.");
            }
            return path;
        } catch (IOException e) {
            throw new InvalidInputException(
                    "There is no '" + relative + "' in '" + request.workspace() + "'.",
                    "Check the target's files, envFiles, transfer and requiredKeys.",
                    e);
        }
    }

    private List<String> expand(String relative) {
        Path start = resolve(relative);
        try (var paths = Files.walk(start)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> request.workspace().relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * @param config the resolved files
     * @param unset variables that the files use and nobody gave a value
     * @param onlyHere variables that the files use and that have a value in this machine's environment only
     */
    record Resolved(StackConfig config, List<String> unset, List<String> onlyHere) {}
}
