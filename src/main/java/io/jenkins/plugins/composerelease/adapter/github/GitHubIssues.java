package io.jenkins.plugins.composerelease.adapter.github;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.kohsuke.github.GHDirection;
import org.kohsuke.github.GHException;
import org.kohsuke.github.GHIssue;
import org.kohsuke.github.GHIssueBuilder;
import org.kohsuke.github.GHIssueComment;
import org.kohsuke.github.GHIssueQueryBuilder;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHIssueStateReason;
import org.kohsuke.github.GHLabel;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;

/**
 * Issues of a GitHub repository. It finds its own again by listing those with the label {@value #LABEL}: GitHub's search
 * lags behind by up to minutes, allows few requests, and lets anyone's issue with a copied marker win. An issue without
 * that label is not found again, so whoever removes it detaches the issue from later failures.
 */
public final class GitHubIssues implements IssueTracker {
    /** Label of every issue that this class opens, beside the ones asked for. */
    public static final String LABEL = "compose-release";

    private static final int PAGE = 100;
    private static final int LISTED = 2_000;

    private final GitHubSettings settings;
    private final GitHubErrors errors;
    private final HttpClient.Builder client;
    private GHRepository repository;

    /** Contacts GitHub only when it is first used. */
    public GitHubIssues(GitHubSettings settings) {
        this(settings, HttpClient.newBuilder());
    }

    /**
     * @param client knows the proxy to use; time-outs and redirects are set here
     */
    public GitHubIssues(GitHubSettings settings, HttpClient.Builder client) {
        this.client = client;
        this.settings = settings;
        this.errors = new GitHubErrors(settings);
    }

    @Override
    public Optional<Issue> find(String marker) {
        return asking("look for an issue", () -> list(GHIssueState.ALL, marker, 1).stream()
                .findFirst());
    }

    @Override
    public List<Issue> findOpen(String marker) {
        return asking("look for open issues", () -> list(GHIssueState.OPEN, marker, LISTED));
    }

    @Override
    public Issue open(String title, String body, List<String> labels, List<String> assignees) {
        GHIssue created = asking("open an issue", () -> {
            GHIssueBuilder builder = repository().createIssue(title).body(body).label(LABEL);
            labels.stream().filter(label -> !label.equals(LABEL)).forEach(builder::label);
            assignees.forEach(builder::assignee);
            return builder.create();
        });
        requireLabel(created);
        return issue(created, true);
    }

    @Override
    public Issue comment(Issue issue, String body) {
        return asking("comment on issue " + issue.number(), () -> {
            get(issue).comment(body);
            return issue;
        });
    }

    @Override
    public Issue reopen(Issue issue) {
        return asking("reopen issue " + issue.number(), () -> {
            GHIssue current = get(issue);
            current.reopen();
            return issue(current, true);
        });
    }

    @Override
    public Issue close(Issue issue) {
        return asking("close issue " + issue.number(), () -> {
            GHIssue current = get(issue);
            current.close(GHIssueStateReason.COMPLETED);
            return issue(current, false);
        });
    }

    @Override
    public boolean hasComment(Issue issue, String marker) {
        return asking("read the comments of issue " + issue.number(), () -> {
            GHIssue current = get(issue);
            if (holds(current.getBody(), marker)) {
                return true;
            }
            for (GHIssueComment comment : current.queryComments().list().withPageSize(PAGE)) {
                if (holds(comment.getBody(), marker)) {
                    return true;
                }
            }
            return false;
        });
    }

    private List<Issue> list(GHIssueState state, String marker, int wanted) throws IOException {
        Iterator<GHIssue> issues = repository()
                .queryIssues()
                .label(LABEL)
                .state(state)
                .sort(GHIssueQueryBuilder.Sort.CREATED)
                .direction(GHDirection.DESC)
                .pageSize(PAGE)
                .list()
                .iterator();
        List<Issue> found = new ArrayList<>();
        for (int seen = 0; seen < LISTED && found.size() < wanted && issues.hasNext(); seen++) {
            GHIssue candidate = issues.next();
            if (!candidate.isPullRequest() && holds(candidate.getBody(), marker)) {
                found.add(issue(candidate, candidate.getState() == GHIssueState.OPEN));
            }
        }
        return found;
    }

    /** GitHub drops the labels of someone who may not set any, without a word. */
    private void requireLabel(GHIssue created) {
        if (created.getLabels().stream().map(GHLabel::getName).noneMatch(LABEL::equals)) {
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "Issue " + created.getHtmlUrl() + " was opened, but GitHub did not set its label '" + LABEL
                            + "', so that it will not be found again when the same fails or works again.",
                    "Give the token write permission for the repository's issues, and set the label by hand now.");
        }
    }

    private GHIssue get(Issue issue) throws IOException {
        return repository().getIssue(issue.number());
    }

    private synchronized GHRepository repository() throws IOException {
        if (repository == null) {
            GitHubLimits limits = new GitHubLimits(settings.rateLimitWait());
            GitHub github = new GitHubBuilder()
                    .withEndpoint(settings.apiUrl())
                    // Sent as a bearer token like any other; the plain kind would first ask whose it is.
                    .withAppInstallationToken(settings.token().reveal())
                    .withConnector(new GitHubConnection(client, settings.requestTimeout()))
                    .withRateLimitHandler(limits.rate())
                    .withAbuseLimitHandler(limits.abuse())
                    .build();
            repository = github.getRepository(settings.repository());
        }
        return repository;
    }

    private static boolean holds(String text, String marker) {
        return text != null && text.contains(marker);
    }

    private static Issue issue(GHIssue issue, boolean open) {
        return new Issue(issue.getNumber(), issue.getHtmlUrl().toString(), open, issue.getTitle());
    }

    private <T> T asking(String tried, Request<T> request) {
        try {
            return request.send();
        } catch (IOException e) {
            throw errors.of(tried, e);
        } catch (GHException e) {
            throw errors.of(tried, e.getCause() instanceof IOException cause ? cause : new IOException(e));
        }
    }

    @FunctionalInterface
    private interface Request<T> {
        T send() throws IOException;
    }
}
