package io.jenkins.plugins.composerelease.ui;

import hudson.model.Action;
import hudson.model.CauseAction;
import hudson.model.Failure;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Queue;
import hudson.model.SimpleParameterDefinition;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.springframework.security.access.AccessDeniedException;

/**
 * Schedules the build that takes a target back to an earlier release: of the job that an administrator declared for the
 * target, so that a rollback has an agent, credentials, a log and somebody who asked for it.
 */
final class RollBack {
    private static final String TARGET = "TARGET";
    private static final String RELEASE = "RELEASE";

    private final Job<?, ?> history;
    private final String target;
    private final String release;

    /**
     * @param history the job on whose page it was asked for
     */
    RollBack(Job<?, ?> history, String target, String release) {
        this.history = history;
        this.target = target == null ? "" : target;
        this.release = release == null ? "" : release;
    }

    /** Whether the user may roll the target back from here. */
    static boolean offered(String target) {
        return host(target)
                .filter(host -> Approvers.allow(host.getApprovers()))
                .flatMap(RollBack::job)
                .filter(job -> job.hasPermission(Item.BUILD))
                .isPresent();
    }

    /** Name of the job that rolls the target back, for a person. */
    static String jobOf(String target) {
        return host(target).flatMap(RollBack::job).map(Job::getFullDisplayName).orElse("");
    }

    /**
     * @throws Failure if there is nothing to go back to, or nothing that does it
     * @throws AccessDeniedException if the user may not
     */
    HttpResponse schedule() {
        // First, so that nobody learns here which targets there are.
        if (earlier().isEmpty()) {
            throw new Failure(Messages.RollBack_noRelease(release, target, history.getFullDisplayName()));
        }
        ComposeHost host = host(target).orElseThrow(() -> new Failure(Messages.RollBack_noTarget(target)));
        Job<?, ?> job = job(host).orElseThrow(() -> new Failure(Messages.RollBack_noJob(target)));
        job.checkPermission(Item.BUILD);
        if (!Approvers.allow(host.getApprovers())) {
            throw new AccessDeniedException(Messages.RollBack_notApprover(target));
        }
        Queue.Item item = ParameterizedJobMixIn.scheduleBuild2(job, 0, actions(job));
        if (item == null) {
            throw new Failure(Messages.RollBack_notScheduled(job.getFullDisplayName()));
        }
        return HttpResponses.redirectTo(
                303, "queued?id=" + item.getId() + "&target=" + URLEncoder.encode(target, StandardCharsets.UTF_8));
    }

    /** The rollback job of a target, when the user may see it. */
    static Optional<Job<?, ?>> job(String target) {
        return host(target).flatMap(RollBack::job);
    }

    private static Optional<ComposeHost> host(String target) {
        return ComposeReleaseConfiguration.get().target(target).filter(host -> host.getRollbackJob() != null);
    }

    private static Optional<Job<?, ?>> job(ComposeHost host) {
        try {
            return Optional.ofNullable(Jenkins.get().getItemByFullName(host.getRollbackJob(), Job.class))
                    .map(job -> (Job<?, ?>) job);
        } catch (AccessDeniedException e) {
            return Optional.empty(); // the user may discover the job and not read it: the page is theirs all the same
        }
    }

    private Optional<HistoryRow> earlier() {
        return new ReleasesAction(history)
                .getTargets().stream()
                        .filter(known -> known.getName().equals(target))
                        .findFirst()
                        .flatMap(known -> known.earlier(release));
    }

    private Action[] actions(Job<?, ?> job) {
        return new Action[] {
            new ParametersAction(parameters(job)),
            new CauseAction(new RollBackCause(target, release, history.getFullName()))
        };
    }

    /** The job's own parameters, with its defaults; two of them are ours. */
    private List<ParameterValue> parameters(Job<?, ?> job) {
        ParametersDefinitionProperty property = job.getProperty(ParametersDefinitionProperty.class);
        Map<String, String> ours = Map.of(TARGET, target, RELEASE, release);
        for (String name : List.of(TARGET, RELEASE)) {
            if (property == null || !(property.getParameterDefinition(name) instanceof SimpleParameterDefinition)) {
                throw new Failure(Messages.RollBack_noParameter(job.getFullDisplayName(), name));
            }
        }
        List<ParameterValue> values = new ArrayList<>();
        for (ParameterDefinition definition : property.getParameterDefinitions()) {
            String value = ours.get(definition.getName());
            ParameterValue given =
                    value == null ? definition.getDefaultParameterValue() : value(job, definition, value);
            if (given != null) {
                values.add(given);
            }
        }
        return values;
    }

    private static ParameterValue value(Job<?, ?> job, ParameterDefinition definition, String value) {
        try {
            return ((SimpleParameterDefinition) definition).createValue(value);
        } catch (IllegalArgumentException e) {
            throw new Failure(Messages.RollBack_badParameter(job.getFullDisplayName(), definition.getName(), value));
        }
    }
}
