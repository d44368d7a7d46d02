package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static io.jenkins.plugins.composerelease.engine.deploy.DeployImages.BAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** Releases that migrate a real database: what is left where one of them fails. */
public class DeployMigrationIT {
    private static final String DESTRUCTIVE = "ALTER TABLE items DROP COLUMN old;";

    @Rule
    public final DeployFixture shop = new DeployFixture();

    @BeforeClass
    public static void build() {
        DeployImages.database();
        List.of("1", "2", BAD).forEach(DeployImages::web);
    }

    @Before
    public void writeFiles() {
        shop.file("compose.yaml", DeployImages.services("web") + DeployImages.DATABASE);
        shop.sql("V1__items.sql", "CREATE TABLE items (name text, old text); INSERT INTO items VALUES ('pot', 'x');");
    }

    @Test
    public void failedFirstReleaseRemovesItsContainersAndKeepsVolumes() {
        ReleaseException failure = failure(() -> shop.deploy(BAD));
        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.FAILED.code());
        assertThat(failure).hasMessageContaining("first release").hasMessageContaining("volumes are kept");
        assertThat(shop.containers()).isEmpty();
        assertThat(volumes()).isEqualTo(shop.project + "_data");
        assertThat(shop.newest().state()).isEqualTo(State.FAILED);
        assertThat(shop.look().serving()).isEmpty();
    }

    @Test
    public void retryAfterAFailedFirstReleaseSucceeds() {
        failure(() -> shop.deploy(BAD));
        ReleaseRecord retry = shop.deploy("1");
        assertThat(retry.state()).isEqualTo(State.SUCCEEDED);
        assertThat(retry.schema()).contains("1");
        assertThat(shop.served("web")).isEqualTo("1");
        assertThat(shop.query("SELECT count(*) FROM flyway_schema_history")).containsExactly("1");
    }

    @Test
    public void failedMigrationOnAStackDeployedByHandLeavesItRunning() {
        startByHand();
        Map<String, String> before = shop.containers();
        shop.sql("V1__items.sql", "CREATE TABLE items (");
        ReleaseException failure = failure(() -> shop.deploy("2"));
        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.MIGRATION_FAILED.code());
        assertThat(shop.containers()).isEqualTo(before);
        assertThat(shop.look().running()).containsExactlyInAnyOrder("db", "web");
        assertThat(shop.served("web")).isEqualTo("1");
    }

    @Test
    public void transferredFilesAreInPlaceBeforeMigrationsStartTheDatabase() {
        String mounted = DeployImages.DATABASE.replace("[data:/data]", "[data:/data, ./init.sql:/init.sql:ro]");
        shop.file("compose.yaml", DeployImages.services("web") + mounted);
        shop.file("init.sql", "SELECT 1;");
        shop.transfer = List.of("init.sql");
        shop.deploy("1");
        assertThat(shop.in("db", "cat", "/init.sql")).isEqualTo("SELECT 1;");
        assertThat(shop.shell("cat -- \"$1/init.sql\"")).isEqualTo("SELECT 1;");
        assertThat(shop.query("SELECT name FROM items")).containsExactly("pot");
    }

    @Test
    public void backsUpADatabaseThatWasStoppedWhenThePlanWasMade() {
        shop.deploy("1");
        shop.backup = Optional.of(new Backup("db", "shop", "shop", 7));
        shop.shell("docker stop \"$2-db-1\"");
        shop.sql("V2__cups.sql", "INSERT INTO items VALUES ('cup', 'y');");
        ReleaseRecord second = shop.deploy("2");
        String dump = "\"$1/.compose-release/backups/" + second.id() + ".dump\"";
        String contents =
                shop.shell("docker exec -i \"$2-db-1\" pg_restore --data-only --table=items --file=- < " + dump);
        assertThat(contents).contains("pot").doesNotContain("cup");
        assertThat(shop.query("SELECT name FROM items")).containsExactly("pot", "cup");
    }

    @Test
    public void destructiveMigrationThatIsFollowedByAnUnhealthyReleaseIsNotRolledBack() {
        shop.deploy("1");
        shop.sql("V2__drop.sql", DESTRUCTIVE);
        ReleaseException failure = failure(() -> shop.deploy(BAD));
        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.NEEDS_ATTENTION.code());
        assertThat(failure).hasMessageContaining("not rolled back").hasMessageContaining("destructive");
        assertThat(shop.served("web")).isEqualTo(BAD);
        assertThat(shop.newest().state()).isEqualTo(State.NEEDS_ATTENTION);
        assertThat(shop.newest().destructive()).isTrue();
    }

    @Test
    public void rollbackAfterThatReturnsToTheServingRelease() {
        ReleaseRecord first = shop.deploy("1");
        shop.sql("V2__drop.sql", DESTRUCTIVE);
        failure(() -> shop.deploy(BAD));
        ReleaseException refused = failure(() -> shop.rollBack(Optional.empty(), false));
        assertThat(refused.exitCode()).as(refused.getMessage()).isEqualTo(ExitCode.PLAN_REFUSED.code());
        assertThat(refused).hasMessageContaining(first.id()).hasMessageContaining("--force");
        assertThat(shop.served("web")).isEqualTo(BAD);
        ReleaseRecord back = shop.rollBack(Optional.empty(), true);
        assertThat(back.images()).isEqualTo(first.images());
        assertThat(shop.served("web")).isEqualTo("1");
        assertThat(shop.look().serving()).contains(back.id());
    }

    @Test
    public void partlyAppliedDestructiveMigrationCounts() {
        ReleaseRecord first = shop.deploy("1");
        shop.sql("V2__drop.sql", DESTRUCTIVE);
        shop.sql("V3__stock.sql", "ALTER TABLE items ADD COLUMN stock integer NOT NULL;");
        ReleaseException failed = failure(() -> shop.deploy("2"));
        assertThat(failed.exitCode()).as(failed.getMessage()).isEqualTo(ExitCode.MIGRATION_FAILED.code());
        assertThat(shop.newest().migrations()).containsExactly("2");
        assertThat(shop.served("web")).isEqualTo("1");
        shop.sql("V3__stock.sql", "ALTER TABLE items ADD COLUMN stock integer NOT NULL DEFAULT 0;");
        ReleaseException unhealthy = failure(() -> shop.deploy(BAD));
        assertThat(unhealthy.exitCode()).as(unhealthy.getMessage()).isEqualTo(ExitCode.NEEDS_ATTENTION.code());
        assertThat(shop.newest().migrations()).containsExactly("3");
        assertThat(shop.served("web")).isEqualTo(BAD);
        failure(() -> shop.rollBack(Optional.of(first.id()), false));
        shop.rollBack(Optional.of(first.id()), true);
        assertThat(shop.served("web")).isEqualTo("1");
    }

    @Test
    public void anEarlierRevisionRunsNoMigratorWhereItsSchemaIsBehind() throws IOException {
        shop.deploy("1");
        shop.sql("V2__cups.sql", "CREATE TABLE cups (name text);");
        shop.deploy("2");
        shop.delete("sql/V2__cups.sql");
        assertThat(shop.plan("1").warnings()).anyMatch(line -> line.contains("no migrator will run"));
        ReleaseRecord earlier = shop.deploy("1");
        assertThat(earlier.migrations()).isEmpty();
        assertThat(earlier.schema()).contains("2");
        assertThat(shop.served("web")).isEqualTo("1");
        assertThat(shop.query("SELECT count(*) FROM cups")).containsExactly("0");
    }

    @Test
    public void anEarlierRevisionIsRefusedAfterADestructiveMigration() throws IOException {
        shop.deploy("1");
        shop.sql("V2__drop.sql", DESTRUCTIVE);
        shop.deploy("2");
        shop.delete("sql/V2__drop.sql");
        ReleaseException refused = failure(() -> shop.deploy("1"));
        assertThat(refused.exitCode()).as(refused.getMessage()).isEqualTo(ExitCode.PLAN_REFUSED.code());
        assertThat(refused).hasMessageContaining("destructive migrations were applied since this revision");
        assertThat(shop.served("web")).isEqualTo("2");
    }

    private String volumes() {
        return shop.shell("docker volume ls -q --filter \"label=com.docker.compose.project=$2\"")
                .strip();
    }

    /** A stack as somebody would have started it with Compose alone, in the same directory. */
    private void startByHand() {
        shop.pull(List.of(
                shop.variables.get("DB_IMAGE"),
                DeployImages.web("1").reference().toString()));
        shop.shell("mkdir \"$1\" && cat > \"$1/compose.yaml\" <<'END'\n" + DeployImages.services("web")
                + DeployImages.DATABASE
                + "END\ncat > \"$1/.env\" <<END\nDB_IMAGE=" + shop.variables.get("DB_IMAGE") + "\nWEB_IMAGE="
                + DeployImages.web("1").reference() + "\nEND\ncd \"$1\" && docker compose -p \"$2\" up -d --wait");
    }
}
