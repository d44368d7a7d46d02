package io.jenkins.plugins.composerelease.steps;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.steps.bean.PublishedAction;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import jenkins.util.BuildListenerAdapter;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/** Keeps what a build published among its artifacts, for builds of other jobs. */
final class PublishedFile {
    private static final String NAME = "release-images";
    private static final int LIMIT_MINUTES = 10;

    /** Of two parallel steps, the one that archives last has to be the one that read last. */
    private static final Map<Run<?, ?>, ReentrantLock> TURNS = Collections.synchronizedMap(new WeakHashMap<>());

    private final Run<?, ?> run;
    private final String application;

    PublishedFile(Run<?, ?> run, String application) {
        this.run = run;
        this.application = application;
    }

    /** All that the build published of the application, in one file; a later call replaces it. */
    void archive(StepContext context, ImageFingerprints fingerprints) throws IOException, InterruptedException {
        ReentrantLock turn = TURNS.computeIfAbsent(run, any -> new ReentrantLock());
        try (Timeout timeout = Timeout.limit(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            turn.lockInterruptibly();
            try {
                archiveAll(context, fingerprints);
            } finally {
                turn.unlock();
            }
        }
    }

    private void archiveAll(StepContext context, ImageFingerprints fingerprints)
            throws IOException, InterruptedException {
        String json =
                PublishedAction.of(run, application).orElseThrow().images().toPrettyString();
        FilePath directory = new FilePath(Files.createTempDirectory(NAME).toFile());
        try {
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
