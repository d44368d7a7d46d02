package io.jenkins.plugins.composerelease.steps.durable;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.durabletask.BourneShellScript;
import org.jenkinsci.plugins.durabletask.Controller;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/** Starts a command of the engine on the agent: brings the jar there, makes the run's directory, and runs the script. */
final class ProcessLaunch {
    /** Tests let the controller go down right before or after. */
    static Runnable before = () -> {};

    static Runnable after = () -> {};

    private static final int COPY_SECONDS = 600;
    private static final int LAUNCH_SECONDS = 120;

    private final EngineProcess process;
    private final FilePath workspace;
    private final Launcher launcher;
    private final EnvVars environment;
    private CommandLineJar jar;
    private AgentPlace place;
    private BourneShellScript script;

    private ProcessLaunch(EngineProcess process, FilePath workspace, Launcher launcher, EnvVars environment) {
        this.process = process;
        this.workspace = workspace;
        this.launcher = launcher;
        this.environment = environment;
    }

    /** Everything but the start itself: when this fails, nothing runs. */
    static ProcessLaunch prepare(EngineProcess process, FilePath workspace, EngineCall call, EngineExecution step)
            throws IOException, InterruptedException {
        ProcessLaunch launch = new ProcessLaunch(
                process,
                workspace,
                step.lasting().launcher(workspace),
                step.lasting().environment(workspace));
        Launchers.require(launch.launcher, call.command(), process.place().toString());
        String directory = RunFiles.directory(workspace, process.place().id()).getRemote();
        try (Timeout timeout = Timeout.limit(COPY_SECONDS, TimeUnit.SECONDS)) {
            launch.jar = CommandLineJar.current();
            launch.place = launch.jar.prepare(workspace, directory);
        }
        launch.script = new BourneShellScript(EngineScript.of(process.place().id(), call, launch.place, directory));
        launch.script.captureOutput(); // the result is in a file; standard output is not for the log
        launch.script.charset(StandardCharsets.UTF_8);
        launch.environment.putAll(call.environment());
        launch.environment.putAll(call.secrets());
        return launch;
    }

    Controller start() throws IOException, InterruptedException {
        try (Timeout timeout = Timeout.limit(LAUNCH_SECONDS, TimeUnit.SECONDS)) {
            before.run();
            Controller controller = script.launch(environment, workspace, launcher, TaskListener.NULL);
            after.run();
            return controller;
        } finally {
            environment.clear(); // a step may take hours, and this holds its secrets
            script = null;
        }
    }

    /** When there is time for it. */
    void prepareForNext() {
        jar.archive(workspace, place);
    }

    @Override
    public String toString() {
        return "launch of " + process; // never the environment
    }
}
