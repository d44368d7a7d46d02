package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is built, as Git knows it.
 *
 * @param sha commit id, whole
 * @param branch branch; empty for a detached HEAD that no variable names
 * @param tag the Git tag that is built: the one that started the build, else the highest version among those at HEAD,
 *     else the first of them
 * @param tags Git tags at HEAD
 * @param allTags Git tags of the repository, as far as they were fetched
 * @param pullRequest number of the pull request that is built
 * @param changes files that differ from the commit or that Git does not know (ignored ones aside), relative to the
 *     workspace; a repository within this one, of which Git looks at no file, ends with {@code /}
 * @param source URL of the repository, without any user or password; empty when it has no remote
 * @param author name of the commit's author
 * @param subject first line of the commit's message
 * @param committed when it was committed
 * @param ignored files that Git ignores, relative to the workspace; a directory that it ignores as a whole ends with
 *     {@code /}
 * @param envFiles files of variables that Git tracks, relative to the workspace
 * @param shallow whether older commits, and so most tags, were not fetched
 */
public record GitState(
        String sha,
        Optional<String> branch,
        Optional<String> tag,
        List<String> tags,
        List<String> allTags,
        Optional<Integer> pullRequest,
        List<String> changes,
        Optional<String> source,
        String author,
        String subject,
        Instant committed,
        List<String> ignored,
        List<String> envFiles,
        boolean shallow) {

    public GitState {
        Names.revision(sha);
        tags = List.copyOf(tags);
        allTags = List.copyOf(allTags);
        changes = List.copyOf(changes);
        ignored = List.copyOf(ignored);
        envFiles = List.copyOf(envFiles);
    }

    /**
     * What somebody says of a commit that is not checked out.
     *
     * @param allTags Git tags of the repository, as far as it is known
     */
    public static GitState of(
            String sha,
            Optional<String> branch,
            Optional<String> tag,
            Optional<Integer> pullRequest,
            List<String> allTags) {
        return new GitState(
                sha,
                branch,
                tag,
                tag.stream().toList(),
                allTags,
                pullRequest,
                List.of(),
                Optional.empty(),
                "",
                "",
                Instant.EPOCH,
                List.of(),
                List.of(),
                false);
    }

    /**
     * Asks Git, changing nothing. What {@link BuildVariables} say of branch, tag and pull request comes first.
     *
     * @param workspace a directory of the work tree
     * @param environment variables of the build
     * @throws io.jenkins.plugins.composerelease.engine.model.InvalidInputException if it is no Git repository, has no
     *     commit, or belongs to another user whom Git does not trust
     */
    public static GitState read(
            CommandRunner runner, Path workspace, Map<String, String> environment, Deadline deadline) {
        return new GitReader(runner, workspace, environment, deadline).read();
    }

    /**
     * The same, or empty where nothing can be asked: no repository, no commit, or no Git.
     *
     * @throws io.jenkins.plugins.composerelease.engine.model.InvalidInputException if the repository belongs to another
     *     user whom Git does not trust
     */
    public static Optional<GitState> find(
            CommandRunner runner, Path workspace, Map<String, String> environment, Deadline deadline) {
        return new GitReader(runner, workspace, environment, deadline).find();
    }

    /** The same commit with what somebody says of it; what they leave out stays. */
    public GitState with(Optional<String> branch, Optional<String> tag, Optional<Integer> pullRequest) {
        return with(
                branch.or(() -> this.branch), tag.or(() -> this.tag), pullRequest.or(() -> this.pullRequest), changes);
    }

    /**
     * The same where files that publishing writes there are no change.
     *
     * @param own relative to the workspace
     */
    public GitState without(List<String> own) {
        List<String> others = changes.stream()
                .filter(path -> own.stream().noneMatch(file -> isOf(file, path)))
                .toList();
        return with(branch, tag, pullRequest, others);
    }

    private GitState with(
            Optional<String> branch, Optional<String> tag, Optional<Integer> pullRequest, List<String> changes) {
        return new GitState(
                sha,
                branch,
                tag,
                tags,
                allTags,
                pullRequest,
                changes,
                source,
                author,
                subject,
                committed,
                ignored,
                envFiles,
                shallow);
    }

    /** The file, or what another publish is writing it with. */
    private static boolean isOf(String file, String path) {
        return path.equals(file)
                || path.startsWith(file + ".") && path.endsWith(".part") && path.indexOf('/', file.length()) < 0;
    }

    /** Whether the work tree differs from the commit anywhere below the workspace. */
    public boolean isDirty() {
        return !changes.isEmpty();
    }
}
