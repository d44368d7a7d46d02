package io.jenkins.plugins.composerelease.steps;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.steps.bean.PublishedAction;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jenkins.util.BuildListenerAdapter;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/** Keeps what a build published among its artifacts, for builds of other jobs. */
final class PublishedFile {
    private static final String NAME = "release-images";
    private static final int LIMIT_MINUTES = 10;

    private final Run<?, ?> run;
    private final String application;

    PublishedFile(Run<?, ?> run, String application) {
        this.run = run;
        this.application = application;
    }

    /** All that the build published of the application, in one file; a later call replaces it. */
    void archive(StepContext context, ImageFingerprints fingerprints) throws IOException, InterruptedException {
        String json =
                PublishedAction.of(run, application).orElseThrow().images().toPrettyString();
        FilePath directory = new FilePath(Files.createTempDirectory(NAME).toFile());
        try (Timeout timeout = Timeout.limit(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            FilePath file = directory.child(name());
            file.write(json, "UTF-8");
            TaskListener listener = context.get(TaskListener.class);
            run.pickArtifactManager()
                    .archive(
                            directory,
                            context.get(Launcher.class),
                            new BuildListenerAdapter(listener),
                            Map.of(name(), name()));
            fingerprints.add(name(), file.digest());
            listener.getLogger().println("What was published is among the artifacts of this build: " + name());
        } finally {
            directory.deleteRecursive();
        }
    }

    /** A second application of the same build must not replace the file of the first. */
    private String name() {
        return PublishedAction.isFirst(run, application) ? NAME + ".json" : NAME + "-" + application + ".json";
    }
}
