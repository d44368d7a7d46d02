package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.testing.SilentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StopWhenSafeTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final SilentLog told = new SilentLog();
    private final StopWhenSafe stop = new StopWhenSafe();
    private final ReleaseLog log = stop.around(told);

    @After
    public void forget() {
        Thread.interrupted();
    }

    @Test
    public void releaseThatChangedNothingYetIsInterrupted() {
        log.phaseStarted(Phase.PULL, "");
        assertThat(stop.ask()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(told.lines()).anyMatch(line -> line.contains("nothing was changed"));
        stop.over();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    public void releaseThatIsHalfWayGoesOnToItsEnd() {
        for (Phase phase :
                List.of(Phase.BACKUP, Phase.MIGRATE, Phase.SWITCH, Phase.VERIFY, Phase.ROLLBACK, Phase.RECORD)) {
            StopWhenSafe another = new StopWhenSafe();
            another.around(told).phaseStarted(phase, "");
            assertThat(another.ask()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).as(phase.label()).isFalse();
            assertThat(another.asked()).isTrue();
        }
    }

    /** Whoever asks twice, or where nothing is released, means now. */
    @Test
    public void askingAgainOrWithoutAReleaseIsNotTaken() {
        assertThat(stop.ask()).isFalse();
        assertThat(stop.asked()).isFalse();
        log.phaseStarted(Phase.SWITCH, "");
        assertThat(stop.ask()).isTrue();
        assertThat(stop.ask()).isFalse();
        stop.over();
        StopWhenSafe over = new StopWhenSafe();
        over.around(told).phaseStarted(Phase.SWITCH, "");
        over.over();
        assertThat(over.ask()).isFalse();
    }

    @Test
    public void fileAsksAsSoonAsItIsThereAndSomethingIsUnderWay() throws IOException {
        Path file = folder.getRoot().toPath().resolve("stop-when-safe");
        stop.askWhen(file);
        Files.writeString(file, "");
        log.phaseStarted(Phase.SWITCH, "");
        await().until(stop::asked);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
