package io.jenkins.plugins.composerelease.steps;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import jenkins.util.BuildListenerAdapter;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/** Keeps the logs of a stack's services as artifacts of its build. */
final class StackLogs {
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*[.]log");
    private static final int LIMIT_MINUTES = 10;

    private StackLogs() {}

    /** Where the engine writes them to, before it removes the stack. */
    static FilePath in(FilePath directory) {
        return directory.child("logs");
    }

    /**
     * @param directory of the command that removed the stack; null when its agent is gone
     */
    static void archive(FilePath directory, String project, StepContext context)
            throws IOException, InterruptedException {
        if (directory == null) {
            return;
        }
        try (Timeout timeout = Timeout.limit(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            FilePath logs = in(directory);
            Map<String, String> artifacts = new LinkedHashMap<>();
            for (FilePath file : logs.list()) {
                if (FILE.matcher(file.getName()).matches()) {
                    artifacts.put("compose-logs/" + project + "/" + file.getName(), file.getName());
                }
            }
            if (!artifacts.isEmpty()) {
                TaskListener listener = context.get(TaskListener.class);
                context.get(Run.class)
                        .pickArtifactManager()
                        .archive(logs, context.get(Launcher.class), new BuildListenerAdapter(listener), artifacts);
                listener.getLogger()
                        .println("The logs of the services are among the artifacts of this build: "
                                + String.join(", ", artifacts.keySet()));
            }
        }
    }
}
