package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.ClassRule;
import org.junit.Test;

/**
 * Deploys in which something random breaks in a random moment; 10, or 100 with {@code -Dlong=true}. What each round came to is in
 * {@code target/fault-run.txt}. A round is repeated, as far as time can be, by {@code -Dfault.seed=SEED -Dfault.round=NUMBER}.
 */
public class RandomFaultsIT {
    private static final int ROUNDS = Boolean.getBoolean("long") ? 100 : 10;
    private static final long SEED = Long.getLong("fault.seed", System.nanoTime());
    private static final Path REPORT = Path.of("target", "fault-run.txt");

    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private Duration usual;

    @Test
    public void everyRoundEndsOnOneVersionWithATrueRecord() throws Exception {
        Files.deleteIfExists(REPORT);
        report("seed " + SEED + ", " + ROUNDS + " rounds");
        usual = usual();
        Integer only = Integer.getInteger("fault.round");
        for (int round = 1; round <= ROUNDS; round++) {
            if (only == null || only == round) {
                round(round, new Random(SEED + round));
            }
        }
        report("all invariants held; outcomes: " + outcomes);
    }

    /** How long a deploy takes in which nothing breaks. */
    private static Duration usual() throws Exception {
        bed.begin();
        String next = bed.next();
        bed.migration("SELECT 1");
        long begin = System.nanoTime();
        try (Client client = bed.client(next)) {
            assertThat(client.exitCode()).as(client.log()).isZero();
        }
        Duration usual = Duration.ofNanos(System.nanoTime() - begin);
        bed.newServes(next);
        return usual;
    }

    private void round(int number, Random random) throws Exception {
        String old = bed.begin();
        String version = random.nextInt(10) < 7
                ? bed.next()
                : List.of(FaultImages.UNHEALTHY, FaultImages.CRASHING, FaultImages.WRONG)
                        .get(random.nextInt(3));
        FaultKind fault = FaultKind.values()[random.nextInt(FaultKind.values().length)];
        Duration moment = usual.multipliedBy(random.nextInt(120)).dividedBy(100);
        Duration length = Duration.ofMillis(random.nextInt(8000));
        String sql = random.nextInt(6) == 0 ? "SELECT nothing FROM nowhere" : "SELECT 1";
        boolean pull = random.nextBoolean();
        bed.migration(sql);
        if (random.nextBoolean()) {
            bed.backUp();
        }
        if (pull) {
            bed.evict(version);
        }
        String what = "round " + number + ": " + old + " to " + version
                + (sql.contains("nowhere") ? ", failing SQL" : "") + (pull ? ", pulled" : "") + ", " + fault + " after "
                + moment.toMillis() + " ms for " + length.toMillis() + " ms";
        try (Requester requester = new Requester(bed.url())) {
            String how = deploy(version, fault, moment, length);
            bed.mendMigration("SELECT 1");
            String last = bed.recoversInTwo();
            report(what + " -> " + how + "; answers " + requester.answers());
            outcomes.merge(how.replaceAll(".*: ", ""), 1, Integer::sum);
            assertThat(requester.answers().keySet()).isSubsetOf(Set.of(old, version, last, "none"));
        } catch (Exception | AssertionError e) {
            report(what + " -> FAILED: " + e.getMessage());
            throw new AssertionError("seed " + SEED + ", " + what, e);
        }
    }

    private static String deploy(String version, FaultKind fault, Duration moment, Duration length) throws Exception {
        try (Client client = bed.client(version)) {
            client.runs(moment);
            String phase = client.phase();
            fault.strike(bed, client);
            client.runs(length);
            bed.heal();
            return "in phase '" + phase + "': exit code " + client.exitCode();
        }
    }

    private static void report(String line) throws IOException {
        System.out.println("FAULTS " + line);
        Files.writeString(REPORT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
