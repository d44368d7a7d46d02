package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Refuses to publish what others must not see: files of variables with secrets that Git tracks, and those that it does not
 * track or Git's own directory that an image would get. Reads files only; nothing of their values reaches a message.
 */
final class SourceCheck {
    private static final int SHOWN = 5;
    private static final int MAX_BYTES = 1 << 20;

    private SourceCheck() {}

    /**
     * Looks at the files before anything is built.
     *
     * @throws InvalidInputException if something must not be published; the message says what to add to which ignore file
     */
    static void require(PublishRequest request, List<ImageJob> toBuild) {
        Set<String> harmless = harmless(request);
        requireNoSecrets(request);
        Set<String> open = new HashSet<>(harmless);
        // Every clone has them, and builds need them; that no secret is in them was just seen. A link may lead to
        // others.
        request.git().envFiles().stream()
                .filter(path -> isFile(request.workspace().resolve(path)))
                .forEach(open::add);
        toBuild.forEach(job -> requireKeptOut(job, open));
    }

    private static Set<String> harmless(PublishRequest request) {
        return request.mode().harmlessFiles().stream().map(DockerIgnore::clean).collect(Collectors.toSet());
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** What is no reason to refuse, but to be told: what no commit says of an image, and what a clone does not know. */
    static List<String> warnings(PublishRequest request, List<ImageJob> toBuild) {
        List<String> warnings = new ArrayList<>();
        tracked(request, true)
                .forEach((path, findings) -> warnings.add("Git tracks '" + Text.printable(path) + "', and "
                        + places(findings)
                        + " looks a little like a secret: where it is one, change it and take it out of"
                        + " Git; where it is none, name the file in 'harmlessFiles'"));
        GitState git = request.git();
        boolean blind = git.shallow() || git.allTags().isEmpty();
        if (blind && toBuild.stream().anyMatch(job -> asksForNewest(request, job.spec()))) {
            warnings.add("this clone " + (git.shallow() ? "is shallow" : "has no Git tags")
                    + ": whether this version is the newest is judged by the tags that were fetched, and by the images"
                    + " that moving tags stand for now. Where there are older releases, fetch all tags"
                    + (git.shallow() ? " (git fetch --unshallow --tags)" : " (git fetch --tags)"));
        }
        for (ImageJob job : toBuild) {
            List<String> found = job.files().orElseThrow().unversioned(git.ignored());
            if (!found.isEmpty()) {
                warnings.add("image '" + job.name() + "' gets files that Git ignores (" + list(found)
                        + "): the commit does not say what is in them, so name them in .dockerignore unless they are"
                        + " made anew from each commit");
            }
        }
        return warnings;
    }

    private static boolean asksForNewest(PublishRequest request, ImageSpec image) {
        TagContext context = request.context(image);
        List<String> rules =
                request.tagging().withRules(image.tagging().rules()).rules();
        Optional<String> version = rules.contains(TagRule.SEMVER.label())
                ? context.effectiveVersion()
                : context.gitTag().filter(tag -> rules.contains(TagRule.LATEST.label()));
        return version.flatMap(Version::parse)
                .filter(found -> !found.isPreRelease())
                .isPresent();
    }

    private static void requireNoSecrets(PublishRequest request) {
        Map<String, List<EnvSecrets.Finding>> found = tracked(request, false);
        if (!found.isEmpty()) {
            List<String> places = found.entrySet().stream()
                    .limit(SHOWN)
                    .map(entry -> "'" + Text.printable(entry.getKey()) + "' (" + places(entry.getValue()) + ")")
                    .toList();
            String first = Text.printable(found.keySet().iterator().next());
            throw new InvalidInputException(
                    "Nothing was published: Git tracks what looks like secrets, in " + String.join(", ", places)
                            + more(found.size()) + ".",
                    "Change those secrets and take the file out of Git (git rm --cached '" + first
                            + "'), or name it in 'harmlessFiles' where it holds none.");
        }
    }

    /** The files of variables that Git tracks with what looks like secrets in them, or only a little like some. */
    private static Map<String, List<EnvSecrets.Finding>> tracked(PublishRequest request, boolean hints) {
        Set<String> harmless = harmless(request);
        Map<String, List<EnvSecrets.Finding>> found = new LinkedHashMap<>();
        for (String path : request.git().envFiles()) {
            Path file = request.workspace().resolve(path);
            if (!harmless.contains(path) && isFile(file)) {
                List<EnvSecrets.Finding> findings = EnvSecrets.find(lines(file)).stream()
                        .filter(finding -> finding.reason().hint() == hints)
                        .toList();
                if (!findings.isEmpty()) {
                    found.put(path, findings);
                }
            }
        }
        return found;
    }

    private static String places(List<EnvSecrets.Finding> findings) {
        return findings.stream()
                        .limit(SHOWN)
                        .map(finding -> "line " + finding.line()
                                + (finding.name().isEmpty() ? "" : ": " + Text.printable(finding.name())))
                        .collect(Collectors.joining(", "))
                + more(findings.size());
    }

    private static void requireKeptOut(ImageJob job, Set<String> open) {
        BuildContext context = job.files().orElseThrow();
        List<Dockerfile.Copy> copies = context.copies();
        context.trees().forEach((name, tree) -> {
            List<Dockerfile.Copy> taking =
                    copies.stream().filter(copy -> copy.from(name)).toList();
            if (!taking.isEmpty()) {
                requireKeptOut(job, tree, taking, open);
            }
        });
    }

    private static void requireKeptOut(ImageJob job, ContextTree tree, List<Dockerfile.Copy> copies, Set<String> open) {
        BuildContext context = job.files().orElseThrow();
        Map<String, Dockerfile.Copy> taken = new TreeMap<>();
        Predicate<String> copied = directory -> copies.stream().anyMatch(copy -> copy.touches(directory));
        tree.walk(copied, path -> {
            if (isPrivate(path) && !open.contains(tree.prefix() + path)) {
                copies.stream().filter(copy -> copy.takes(path)).findFirst().ifPresent(copy -> taken.put(path, copy));
            }
            return true;
        });
        if (taken.isEmpty()) {
            return;
        }
        Dockerfile.Copy copy = taken.values().iterator().next();
        boolean named =
                taken.entrySet().stream().anyMatch(entry -> entry.getValue().names(entry.getKey()));
        String ignoreFile = context.shown(tree.ignoreFile());
        throw new InvalidInputException(
                "Image '" + job.name() + "' was not published: line " + copy.line() + " of '"
                        + context.shown(context.dockerfile()) + "' (" + Text.printable(copy.instruction())
                        + ") would put "
                        + list(taken.keySet().stream()
                                .map(path -> tree.prefix() + path)
                                .toList())
                        + " into it.",
                (named ? "Take it out of the Dockerfile, and " : "")
                        + (Files.isRegularFile(tree.ignoreFile())
                                ? (named ? "add " : "Add ") + "to the end of '" + ignoreFile + "'"
                                : (named ? "create " : "Create ") + "'" + ignoreFile + "' with")
                        + lines(taken.keySet()) + "; or name what is harmless in 'harmlessFiles'.");
    }

    /** The lines for the ignore file; one for all files of a name where there are several. */
    private static String lines(Set<String> paths) {
        Map<String, List<String>> byName = paths.stream()
                .collect(Collectors.groupingBy(
                        path -> path.substring(path.lastIndexOf('/') + 1), LinkedHashMap::new, Collectors.toList()));
        Set<String> lines = new LinkedHashSet<>();
        byName.forEach((name, same) -> lines.add(same.size() == 1 ? same.get(0) : "**/" + name));
        String quoted = lines.stream()
                .map(line -> line.replaceAll("[\\\\*?\\[]", "\\\\$0").replaceFirst("^\\\\\\*\\\\\\*/", "**/"))
                .map(line -> line.matches("[#!].*") ? "./" + line : line)
                .map(line -> "'" + Text.printable(line) + "'")
                .collect(Collectors.joining(", "));
        return (lines.size() == 1 ? " the line " : " the lines ") + quoted;
    }

    private static boolean isPrivate(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.equals(".git") || name.startsWith(".env") && EnvSecrets.isEnvFile(name);
    }

    private static String list(List<String> paths) {
        return paths.stream()
                        .limit(SHOWN)
                        .map(path -> "'" + Text.printable(path) + "'")
                        .collect(Collectors.joining(", "))
                + more(paths.size());
    }

    private static String more(int count) {
        return count > SHOWN ? " and " + (count - SHOWN) + " more" : "";
    }

    /** As bytes are: no file is refused for its encoding. */
    private static List<String> lines(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new InvalidInputException(
                    "'" + file + "' could not be read: " + e.getMessage() + ".", "Check its permissions.", e);
        }
    }
}
