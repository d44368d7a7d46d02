package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a target's directory holds, written and read by the scripts of a host on this machine. */
public class TargetStoreTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path home;
    private TargetStore store;

    @Before
    public void open() {
        Target target = TargetStateTest.targetIn(folder.getRoot().getPath());
        home = folder.getRoot().toPath().resolve(".compose-release");
        store = new TargetStore(new LocalRunner(), target, () -> Instant.EPOCH);
    }

    @Test
    public void readsTheJournalOfOneReleaseInItsOrder() {
        store.journal("1", Phase.PULL, "started", "");
        store.journal("2", Phase.PULL, "started", "\"release\":\"1\"");
        store.journal("1", Phase.PULL, "failed", "disk\nfull");

        Journal.Page page = store.journalOf("1");

        assertThat(page.damaged()).isZero();
        assertThat(page.entries()).extracting(Journal.Entry::event).containsExactly("started", "failed");
        assertThat(page.entries()).extracting(Journal.Entry::sequence).containsExactly(1L, 3L);
        assertThat(page.entries().get(1).detail()).isEqualTo("disk\nfull");
    }

    /** What a full disk leaves: half a line. The next one must not become part of it. */
    @Test
    public void survivesALineThatWasCutOff() throws IOException {
        store.journal("1", Phase.PULL, "started", "");
        Files.writeString(home.resolve("journal.jsonl"), "{\"release\":\"1\",\"time\":\"19", StandardOpenOption.APPEND);
        store.journal("1", Phase.PULL, "failed", "");

        Journal.Page page = store.journalOf("1");

        assertThat(page.damaged()).isEqualTo(1);
        assertThat(page.entries()).extracting(Journal.Entry::event).containsExactly("started", "failed");
    }

    @Test
    public void hasNoJournalOfWhatWasNeverReleased() {
        assertThat(store.journalOf("1").entries()).isEmpty();
        store.journal("2", Phase.PULL, "started", "");
        assertThat(store.journalOf("1").entries()).isEmpty();
    }

    @Test
    public void removesAReleaseWithItsLines() throws IOException {
        store.write(TargetStateTest.record("1", false));
        store.write(TargetStateTest.record("2", false));
        store.journal("1", Phase.PULL, "started", "");
        store.journal("2", Phase.PULL, "started", "");

        store.remove("1");

        assertThat(store.read().records()).extracting("id").containsExactly("2");
        assertThat(Files.readAllLines(home.resolve("journal.jsonl")))
                .hasSize(1)
                .allMatch(line -> line.contains("\"release\":\"2\""));
    }

    @Test
    public void whatANewerVersionWroteIsShownAndNothingIsChanged() throws IOException {
        store.write(TargetStateTest.record("1", false));
        store.write(TargetStateTest.record("2", false));
        Path newer = home.resolve("releases/2/record.json");
        Files.writeString(newer, Files.readString(newer).replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 2"));

        TargetStore.State state = store.read();

        assertThat(state.records()).extracting("id").containsExactly("1");
        assertThat(state.unreadable()).containsExactly("release 2 has version 2 of their form, expected at most 1");
        assertThatThrownBy(store::readToChange)
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.NEEDS_ATTENTION.code()))
                .hasMessageContaining("release 2")
                .hasMessageContaining("Use the newer compose-release");
    }

    @Test
    public void aRecordThatIsOverwrittenLeavesNoOtherFile() throws IOException {
        store.write(TargetStateTest.record("1", false));
        store.write(TargetStateTest.record("1", false).ended(State.FAILED, "", Instant.EPOCH));

        assertThat(store.read().records()).extracting("state").containsExactly(State.FAILED);
        try (var files = Files.list(home.resolve("releases/1"))) {
            assertThat(files).hasSize(1);
        }
    }
}
