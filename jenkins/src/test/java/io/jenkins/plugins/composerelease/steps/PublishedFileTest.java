package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.steps.bean.PublishedAction;
import io.jenkins.plugins.composerelease.steps.bean.PublishedImages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What parallel steps of one build leave among its artifacts. */
public class PublishedFileTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    // Static, as Jenkins saves the artifact manager with its run.
    private static final List<String> ARCHIVED = new CopyOnWriteArrayList<>();
    private static final CountDownLatch REACHED = new CountDownLatch(1);
    private static final CountDownLatch GO = new CountDownLatch(1);

    @After
    public void remove() {
        GO.countDown();
        ArtifactStore.useJenkinsOwn();
    }

    @Test
    public void keepsWhatTwoStepsPublishAtTheSameTime() throws Exception {
        ArtifactStore.use(Slow.class);
        Run<?, ?> run = JENKINS.buildAndAssertSuccess(JENKINS.createFreeStyleProject());
        add(run, "shop/a");
        Thread first = archive(run);
        assertThat(REACHED.await(1, TimeUnit.MINUTES)).isTrue();
        add(run, "shop/b");
        Thread second = archive(run);
        await().until(() -> !ARCHIVED.isEmpty() || second.getState() == Thread.State.WAITING);

        GO.countDown();
        first.join(TimeUnit.MINUTES.toMillis(1));
        second.join(TimeUnit.MINUTES.toMillis(1));

        assertThat(ARCHIVED).hasSize(2);
        assertThat(ARCHIVED.get(1)).contains("shop/a", "shop/b");
    }

    private static void add(Run<?, ?> run, String name) throws IOException {
        ObjectNode images = new ObjectMapper().createObjectNode().put("application", "shop");
        images.putArray("images").addObject().put("name", name);
        PublishedAction.add(run, new PublishedImages(images, null, null));
    }

    private static Thread archive(Run<?, ?> run) {
        Thread thread = new Thread(() -> {
            try {
                new PublishedFile(run, "shop").archive(new Context(), new ImageFingerprints(run));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        return thread;
    }

    /** Holds the first that archives, until it may. */
    static final class Slow extends ArtifactStore {
        @Override
        public void archive(FilePath from, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
                throws IOException, InterruptedException {
            String text = from.child("release-images.json").readToString();
            if (REACHED.getCount() > 0) {
                REACHED.countDown();
                assertThat(GO.await(1, TimeUnit.MINUTES)).isTrue();
            }
            ARCHIVED.add(text);
        }
    }

    private static final class Context extends RecordedContext {
        private static final long serialVersionUID = 1L;

        @Override
        public <T> T get(Class<T> key) {
            return key == TaskListener.class ? key.cast(TaskListener.NULL) : null;
        }
    }
}
