package io.jenkins.plugins.composerelease.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class TimelineTest {
    private final AtomicLong nanos = new AtomicLong(5);
    private final List<String> passedOn = new ArrayList<>();
    private final Timeline timeline =
            new Timeline(new Recorder(passedOn), (source, line) -> line.replace("hunter22", "****"), nanos::get);

    @Test
    public void remembersWhenPhasesRanAndHowTheyEnded() {
        after(100);
        timeline.phaseStarted(Phase.LOCK, "");
        after(50);
        timeline.phaseEnded(Phase.LOCK, true, "locked", Duration.ofMillis(50));
        timeline.phaseStarted(Phase.PULL, "api");
        after(200);
        timeline.phaseEnded(Phase.PULL, false, "denied", Duration.ofMillis(200));
        timeline.phaseStarted(Phase.UNLOCK, "");
        after(30);
        assertThat(timeline.phases())
                .containsExactly(
                        new PhaseTime(
                                Phase.LOCK,
                                Duration.ofMillis(100),
                                Duration.ofMillis(50),
                                StageResult.Result.OK,
                                "locked"),
                        new PhaseTime(
                                Phase.PULL,
                                Duration.ofMillis(150),
                                Duration.ofMillis(200),
                                StageResult.Result.FAILED,
                                "denied"),
                        new PhaseTime(
                                Phase.UNLOCK,
                                Duration.ofMillis(350),
                                Duration.ofMillis(30),
                                StageResult.Result.RUNNING,
                                ""));
        assertThat(timeline.failedPhase()).contains(Phase.PULL);
        assertThat(timeline.steps()).extracting(StageResult::name).containsExactly("lock", "pull", "unlock");
        assertThat(passedOn).containsExactly("start lock", "end lock", "start pull", "end pull", "start unlock");
    }

    @Test
    public void remembersTheStatesOfServices() {
        after(100);
        timeline.serviceState("web", "created", "created");
        after(50);
        timeline.serviceState("db", "healthy", "");
        timeline.serviceState("web", "starting", "starting");
        after(200);
        timeline.serviceState("web", "starting", "starting, 1 of 3 probes failed");
        timeline.serviceState("web", "failed", "became unhealthy");
        after(30);
        assertThat(timeline.services())
                .containsExactly(
                        new ServiceTime(
                                "web",
                                List.of(
                                        span("created", 100, 50, "created"),
                                        span("starting", 150, 200, "starting"),
                                        span("failed", 350, 30, "became unhealthy"))),
                        new ServiceTime("db", List.of(span("healthy", 150, 230, ""))));
        assertThat(passedOn)
                .startsWith("web created", "db healthy", "web starting")
                .endsWith("web failed");
    }

    private static ServiceTime.Span span(String state, long start, long length, String detail) {
        return new ServiceTime.Span(state, Duration.ofMillis(start), Duration.ofMillis(length), detail);
    }

    @Test
    public void acceptsAnEndWithoutAStart() {
        after(500);
        timeline.phaseEnded(Phase.PREFLIGHT, true, "", Duration.ofMillis(300));
        assertThat(timeline.phases())
                .containsExactly(new PhaseTime(
                        Phase.PREFLIGHT, Duration.ofMillis(200), Duration.ofMillis(300), StageResult.Result.OK, ""));
    }

    @Test
    public void hidesSecretsInLinesBeforeItCutsThem() {
        timeline.output("api", "x".repeat(1995) + "hunter22 and more");
        timeline.output("api", "y".repeat(3000));
        assertThat(timeline.lastOutput())
                .containsExactly("api | " + "x".repeat(1995) + "**...", "api | " + "y".repeat(1997) + "...");
    }

    @Test
    public void keepsTheLastHundredLinesOfOutputAndAllWarnings() {
        for (int i = 0; i < 150; i++) {
            timeline.output("api", "line " + i);
        }
        timeline.warn("careful");
        assertThat(timeline.lastOutput())
                .hasSize(100)
                .startsWith("api | line 50")
                .endsWith("api | line 149");
        assertThat(timeline.warnings()).containsExactly("careful");
        assertThat(passedOn).hasSize(151);
    }

    private void after(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    private record Recorder(List<String> lines) implements ReleaseLog {
        @Override
        public void progress(String message) {
            lines.add(message);
        }

        @Override
        public void warn(String message) {
            lines.add(message);
        }

        @Override
        public void output(String source, String line) {
            lines.add(line);
        }

        @Override
        public void serviceState(String service, String state, String detail) {
            lines.add(service + " " + state);
        }

        @Override
        public void phaseStarted(Phase phase, String detail) {
            lines.add("start " + phase.label());
        }

        @Override
        public void phaseEnded(Phase phase, boolean ok, String detail, Duration elapsed) {
            lines.add("end " + phase.label());
        }
    }
}
