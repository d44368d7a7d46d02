package io.jenkins.plugins.composerelease.cli.demo;

import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The demo's six acts: good releases and bad ones, each by command lines as a user would type them. */
final class Demo {
    private static final String TARGET = "production";

    private final DemoStage stage;
    private final Path results;
    private final PrintStream out;
    private Consumer<Act> audience = act -> {};
    private final List<Act> acts = new ArrayList<>();

    /**
     * @param results directory for the machine-readable results
     */
    Demo(DemoStage stage, Path results, PrintStream out) {
        this.stage = stage;
        this.results = results;
        this.out = out;
    }

    /**
     * Plays the acts and returns what came of them.
     *
     * @param after gets each act when it has ended
     */
    List<Act> play(Consumer<Act> after) {
        audience = after;
        act("First release", 0, "1.0.0", Optional.empty(), () -> release("r1", "Sell things"));
        String first = acts.get(0).revision();
        try (RequestLoop loop = new RequestLoop(stage.page("/"))) {
            Optional<RequestLoop> requests = Optional.of(loop);
            act("Release with a pending migration", 0, "1.1.0", requests, () -> release("r2", "Show prices"));
            String good = acts.get(1).revision();
            act(
                    "Release whose migration fails",
                    ExitCode.MIGRATION_FAILED.code(),
                    "1.1.0",
                    requests,
                    () -> release("r3", "Count the stock, wrongly"));
            stage.workspace().restore(good);
            act(
                    "Release that comes up unhealthy",
                    ExitCode.ROLLED_BACK.code(),
                    "1.1.0",
                    requests,
                    () -> release("r4", "Count the stock"));
        }
        act("The same failure again", ExitCode.ROLLED_BACK.code(), "1.1.0", Optional.empty(), () -> {
            stage.workspace().write("NOTES", "Perhaps it was only bad luck?\n");
            return release("r4", "Try again");
        });
        act("Back to the first release", 0, "1.0.0", Optional.empty(), () -> back(first));
        return List.copyOf(acts);
    }

    private void act(
            String title, int exitCode, String version, Optional<RequestLoop> requests, Supplier<Outcome> work) {
        int number = acts.size() + 1;
        out.println();
        out.println("=== Act " + number + ": " + title + " ===");
        requests.ifPresent(RequestLoop::take);
        Deadline clock = Deadline.in(Duration.ofMinutes(10));
        Outcome outcome = work.get();
        Act act = new Act(
                number,
                title,
                outcome.revision(),
                outcome.exitCode(),
                exitCode,
                stage.served(),
                version,
                issues(),
                requests.map(RequestLoop::take),
                clock.elapsed());
        acts.add(act);
        audience.accept(act);
        out.println();
        out.println("  Exit code " + act.exitCode() + ", the application serves version " + act.served()
                + "; GitHub has " + act.issues()
                + (act.asExpected() ? "." : ". EXPECTED exit code " + exitCode + ", version " + version + "."));
    }

    private String issues() {
        List<StandInIssue> all = stage.github().issues();
        int comments = all.stream().mapToInt(issue -> issue.comments().size()).sum();
        return all.size()
                + (all.size() == 1 ? " issue, " : " issues, ")
                + comments
                + (comments == 1 ? " comment" : " comments");
    }

    private Outcome release(String layer, String message) {
        stage.workspace().lay(layer);
        stage.writeReleaseFile();
        String revision = stage.workspace().commit(message);
        CommandResult published = stage.commandLine().show("publish");
        if (!published.succeeded()) {
            return new Outcome(revision, published.exitCode());
        }
        CommandResult planned = stage.commandLine().show("plan", "--target", TARGET);
        if (!planned.succeeded()) {
            return new Outcome(revision, planned.exitCode());
        }
        CommandResult deployed = stage.commandLine().show("deploy", "--target", TARGET, "--yes", "--result", result());
        return new Outcome(revision, deployed.exitCode());
    }

    private Outcome back(String revision) {
        stage.commandLine().show("status", "--target", TARGET);
        CommandResult result = stage.commandLine()
                .show("rollback", "--target", TARGET, "--to", revision, "--yes", "--result", result());
        return new Outcome(revision, result.exitCode());
    }

    private String result() {
        return DemoReport.result(results, acts.size() + 1).toString();
    }

    private record Outcome(String revision, int exitCode) {}
}
