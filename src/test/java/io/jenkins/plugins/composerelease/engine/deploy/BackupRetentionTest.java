package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Test;

/** Ids are of January 2026; {@code backup(20, 10)} was made on the 20th with the data of the release of the 10th. */
public class BackupRetentionTest {
    private static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");

    @Test
    public void keepsWhatIsYoungHoweverMuchThereIs() {
        List<BackupRecord> backups = List.of(backup(30, 29), backup(28, 27), backup(26, 25), backup(25, 24));

        assertThat(gone(retention(1, 7), backups, serving(31))).isEmpty();
        assertThat(gone(retention(1, 4), backups, serving(31))).containsExactly(id(26), id(25));
    }

    @Test
    public void keepsTheNewestHoweverOldTheyAre() {
        List<BackupRecord> backups = List.of(backup(6, 5), backup(4, 3), backup(2, 1));

        assertThat(gone(retention(2, 7), backups, serving(31))).containsExactly(id(2));
        assertThat(gone(retention(3, 0), backups, serving(31))).isEmpty();
    }

    @Test
    public void keepsTheDataOfAReleaseThatCanBeGoneBackTo() {
        List<BackupRecord> backups = List.of(backup(20, 10), backup(8, 5), backup(4, 3), backup(3, 2));

        assertThat(gone(retention(1, 7), backups, serving(31, 5))).containsExactly(id(4), id(3));
    }

    @Test
    public void keepsTheBackupOfWhatServesAndAllSince() {
        List<BackupRecord> backups = List.of(backup(20, 1), backup(10, 1), backup(5, 1));

        assertThat(gone(retention(1, 0), backups, serving(10))).containsExactly(id(5));
    }

    @Test
    public void aBackupThatDoesNotSayWhoseItIsMayBeThatOfAnyReleaseBeforeIt() {
        BackupRecord unknown = record(id(8), Optional.empty(), 8);

        assertThat(gone(retention(1, 0), List.of(backup(20, 1), unknown), serving(31, 5)))
                .isEmpty();
        assertThat(gone(retention(1, 0), List.of(backup(20, 1), unknown), serving(31, 9)))
                .containsExactly(id(8));
    }

    @Test
    public void releasesNeverRemoveWhatWasMadeByHand() {
        BackupRecord byHand = record("20260102T000000000Z-backup", Optional.of(id(1)), 2);
        List<BackupRecord> backups = List.of(backup(20, 1), byHand, record("mine", Optional.empty(), 1));

        assertThat(gone(retention(1, 0), backups, serving(31))).isEmpty();
        assertThat(retention(1, 0).byHand(backups)).isEmpty();
        BackupRecord newer = record("20260103T000000000Z-backup", Optional.of(id(1)), 3);
        assertThat(retention(1, 0).byHand(List.of(newer, byHand))).containsExactly(byHand);
    }

    private static List<String> gone(BackupRetention retention, List<BackupRecord> backups, TargetStore.State state) {
        return retention.ofReleases(backups, state).stream()
                .map(BackupRecord::id)
                .toList();
    }

    private static BackupRetention retention(int keep, int days) {
        return new BackupRetention(
                new Backup(new Backup.PgDump("db", "shop", "shop"), List.of(), false, keep, days), NOW);
    }

    private static TargetStore.State serving(int day, int... kept) {
        List<ReleaseRecord> records = Stream.concat(
                        Stream.of(day), java.util.Arrays.stream(kept).boxed())
                .map(one -> BackupFixture.record(id(one)))
                .toList();
        return new TargetStore.State(Optional.of(id(day)), Optional.empty(), records);
    }

    private static BackupRecord backup(int day, int release) {
        return record(id(day), Optional.of(id(release)), day);
    }

    private static BackupRecord record(String id, Optional<String> release, int day) {
        return new BackupRecord(1, id, "/b/" + id + ".dump", 1, 1, release, "shop", Optional.empty(), "me", at(day));
    }

    private static String id(int day) {
        return String.format("202601%02dT000000000Z-abcdef0", day);
    }

    private static Instant at(int day) {
        return Instant.parse(String.format("2026-01-%02dT00:00:00Z", day));
    }
}
