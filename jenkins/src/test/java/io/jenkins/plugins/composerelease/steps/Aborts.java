package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** Builds that somebody aborts in a moment that the test chooses. */
final class Aborts {
    static final Duration LONG = Duration.ofMinutes(4);
    private static final Duration SLOW = Duration.ofMillis(200);

    /** A line that says that a phase begins: the time, two spaces, its name. */
    private static final Pattern PHASE = Pattern.compile(
            "^ *[0-9].* (?:s|min)  (preflight|lock|transfer|pull|backup|migrate|switch|verify|record|prune|rollback|restore)(?::.*)?$",
            Pattern.MULTILINE);

    private final JenkinsRule jenkins;
    private final ReleaseBed bed;
    private final List<Relay> relays;
    private String slowFrom = "";
    private Runnable whileStopping = () -> {};

    Aborts(JenkinsRule jenkins, ReleaseBed bed, Relay... relays) {
        this.jenkins = jenkins;
        this.bed = bed;
        this.relays = List.of(relays);
    }

    /** The relays are slow in the next build as soon as it is in that phase. */
    Aborts slowFrom(String phase) {
        slowFrom = phase;
        return this;
    }

    /** What happens once the next build was told to stop. */
    Aborts whileStopping(Runnable work) {
        whileStopping = work;
        return this;
    }

    WorkflowRun start(String script) throws Exception {
        return bed.job(script).scheduleBuild2(0).waitForStart();
    }

    /**
     * Starts a build, aborts it in that moment, lets go of what the relays hold once it has ended, and finds nothing left.
     *
     * @param phase the one that the moment is in; empty where the command has none
     */
    WorkflowRun abort(String script, String phase, Callable<Boolean> moment) throws Exception {
        Leftovers before = Leftovers.before(bed);
        WorkflowRun run = start(script);
        await("the moment to abort in phase '" + phase + "'").atMost(LONG).until(() -> {
            assertThat(run.isBuilding()).as(JenkinsRule.getLog(run)).isTrue();
            String last = lastPhase(run);
            if (!slowFrom.isEmpty() && last.equals(slowFrom)) {
                relays.forEach(relay -> relay.delay(SLOW));
            }
            return last.equals(phase) && moment.call();
        });
        abort(run);
        assertThat(lastPhase(run)).isEqualTo(phase);
        before.assertNone(
                jenkins.jenkins.getRootPath().child("workspace/" + bed.name).getRemote());
        return run;
    }

    void abort(WorkflowRun run) throws Exception {
        run.getExecutor().interrupt();
        jenkins.waitForMessage("Stopping '", run);
        whileStopping.run();
        jenkins.assertBuildStatus(Result.ABORTED, PendingInput.ended(run));
        relays.forEach(Relay::release);
        slowFrom = "";
        whileStopping = () -> {};
    }

    /** The phase that began last, before the build was stopped; empty when none began. */
    static String lastPhase(WorkflowRun run) throws Exception {
        Matcher phases = PHASE.matcher(JenkinsRule.getLog(run).split("Stopping '", 2)[0]);
        String last = "";
        while (phases.find()) {
            last = phases.group(1);
        }
        return last;
    }
}
