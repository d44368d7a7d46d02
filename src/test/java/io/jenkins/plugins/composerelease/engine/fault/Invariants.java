package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What must be so whatever broke: looked at on the host, not by the program that is tested. */
final class Invariants {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Who stops what a connection has left gives it 5 s, and 2 more after a KILL. */
    private static final Duration CLEAN_UP = Duration.ofSeconds(20);

    /** Lines {@code kind=what}. A dump gets its name when it is whole; it is a backup also without a record beside it. */
    private static final String LEFT = """
            cd "$1/.compose-release" || exit 0
            find "$1" -name '*.tmp' | sed 's/^/temporary file=/'
            for l in lock work.lock; do test ! -e "$l" || flock -n "$l" true || echo "locked=$l"; done
            for d in /dev/shm/compose-release.* /dev/shm/compose-release-login.* /tmp/compose-release.*; do
              test ! -d "$d" || echo "private directory=$d"
            done
            grep -l '[c]ompose-release:' /proc/[0-9]*/cmdline 2>/dev/null | sed 's/^/process=/'
            for d in work/*/*/; do test ! -d "$d" || test -s "$d/exit" || echo "unfinished work=$d"; done
            for d in backups/*.dump; do test ! -e "$d" || test "$(head -c 5 "$d")" = PGDMP || echo "half a backup=$d"; done
            docker ps -aq --filter "label=com.docker.compose.project=$2" --filter label=com.docker.compose.oneoff=True \
              | sed 's/^/one-off container=/'
            """;

    private final FaultBed bed;

    private Invariants(FaultBed bed) {
        this.bed = bed;
    }

    static Invariants of(FaultBed bed) {
        return new Invariants(bed);
    }

    /**
     * A version serves, the records say so, and nothing is left of whoever released.
     *
     * @param newest states of the newest release, separated by {@code |}
     */
    void serves(String version, String newest) throws IOException {
        await("version " + version + " answers").atMost(CLEAN_UP).until(bed::answer, version::equals);
        nothingIsLeft();
        List<JsonNode> records = records();
        assertThat(records.get(0).path("state").asText())
                .as("the newest of %s", records)
                .matches(newest);
        JsonNode serving = serving(records);
        assertThat(serving.path("state").asText())
                .as("what serves: %s", serving)
                .isEqualTo("SUCCEEDED");
        assertThat(FaultImages.version(serving.path("images").path("web").asText()))
                .isEqualTo(version);
        containersAreThoseOf(serving);
        migrationsWereAppliedOnce();
    }

    /** No release is open: the next one has found out what became of those before. */
    void settled() throws IOException {
        assertThat(records())
                .extracting(record -> record.path("state").asText())
                .doesNotContain("RUNNING");
    }

    void nothingIsLeft() {
        await("nothing is left").atMost(CLEAN_UP).untilAsserted(() -> assertThat(
                        bed.host.shell(LEFT, bed.directory(), bed.project))
                .isEmpty());
    }

    /** Newest first. */
    List<JsonNode> records() throws IOException {
        String all = bed.host.shell("cd \"$1/.compose-release\" && cat releases/*/record.json", bed.directory());
        return JSON.readerFor(JsonNode.class).<JsonNode>readValues(all).readAll().stream()
                .sorted(Comparator.comparing(
                                (JsonNode record) -> record.path("id").asText())
                        .reversed())
                .toList();
    }

    private JsonNode serving(List<JsonNode> records) {
        String current = bed.host.shell("cat \"$1/.compose-release/current\"", bed.directory());
        Optional<JsonNode> found = records.stream()
                .filter(record -> record.path("id").asText().equals(current))
                .findFirst();
        return found.orElseThrow(() -> new AssertionError("'" + current + "' serves, and has no record"));
    }

    /** One of each service, running, of the image that is recorded, under its own name. */
    private void containersAreThoseOf(JsonNode serving) {
        List<String> found = bed.host
                .docker(
                        "ps",
                        "-a",
                        "--no-trunc",
                        "--filter",
                        "label=com.docker.compose.project=" + bed.project,
                        "--format",
                        "{{.Names}} {{.State}} {{.Image}}")
                .lines()
                .sorted()
                .toList();
        List<String> expected = List.of("db", "web").stream()
                .map(service -> bed.container(service) + " running "
                        + serving.path("images").path(service).asText())
                .toList();
        assertThat(found).isEqualTo(expected);
    }

    private void migrationsWereAppliedOnce() {
        assertThat(bed.query("SELECT version FROM applied_log ORDER BY version::int"))
                .as("what each migration left")
                .isEqualTo(bed.query("SELECT version FROM flyway_schema_history WHERE success"
                        + " AND version IS NOT NULL ORDER BY installed_rank"));
    }
}
