package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.RecordingRunner;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

public class LogTailsTest {
    private static final ContainerState API = Inspected.api("running", 0, 0);

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    private final RecordingRunner runner = new RecordingRunner(new LocalRunner());
    private final RecordingLog log = new RecordingLog();

    @Test
    public void goesOnAfterWhatTheDockerCommandItselfSays() {
        try (LogTails tails = new LogTails(runner, log)) {
            runner.replaceStream(prints("2026-11-21T11:28:21.000000000Z one", "Error response from daemon: no"));
            tails.follow(API);
            await().until(() -> log.lines().contains("api> one"));
            runner.replaceStream(prints("2026-11-21T11:28:22.000000000Z two"));

            await().until(() -> {
                tails.follow(API);
                return log.lines().contains("api> two");
            });
        }
        assertThat(log.lines()).containsExactly("api> one", "api> two");
        assertThat(log.leftOut()).as("once: what comes later follows").containsExactly("api");
    }

    @Test
    public void doesNotAskAgainAndAgainForALogThatCannotBeRead() {
        runner.replaceStream(prints("Error response from daemon: configured logging driver does not support reading"));
        try (LogTails tails = new LogTails(runner, log)) {
            tails.follow(API);
            await().until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));

            tails.follow(API);
            tails.follow(API);
        }
        assertThat(runner.commands()).hasSize(1);
    }

    private static Command prints(String... lines) {
        return Command.of("print", "printf", "%s\\n").withArguments(List.of(lines));
    }
}
