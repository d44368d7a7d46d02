package io.jenkins.plugins.composerelease.steps;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
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
        FilePath hidden = new FilePath(Files.createTempDirectory("compose-logs").toFile());
        try (Timeout timeout = Timeout.limit(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            Map<String, String> artifacts = new LinkedHashMap<>();
            for (FilePath file : in(directory).list()) {
                if (FILE.matcher(file.getName()).matches()) {
                    hide(file, hidden.child(file.getName()), context);
                    artifacts.put("compose-logs/" + project + "/" + file.getName(), file.getName());
                }
            }
            if (!artifacts.isEmpty()) {
                TaskListener listener = context.get(TaskListener.class);
                context.get(Run.class)
                        .pickArtifactManager()
                        .archive(hidden, context.get(Launcher.class), new BuildListenerAdapter(listener), artifacts);
                listener.getLogger()
                        .println("The logs of the services are among the artifacts of this build: "
                                + String.join(", ", artifacts.keySet()));
            }
        } finally {
            hidden.deleteRecursive();
        }
    }

    /** The engine has hidden what it knows; this hides what the blocks around the step hide in the build's log. */
    private static void hide(FilePath from, FilePath to, StepContext context) throws IOException, InterruptedException {
        try (InputStream in = from.read();
                OutputStream file = to.write();
                OutputStream out = LogMask.around(context).wrap(file)) {
            in.transferTo(out);
        }
    }
}
