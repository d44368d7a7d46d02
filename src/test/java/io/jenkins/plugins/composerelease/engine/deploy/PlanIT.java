package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.Plan.Check;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** Plans of a real host: what they find, and that they leave everything as it is. */
public class PlanIT {
    /** All that a release could touch, with times, sizes and sums. */
    private static final String EVERYTHING = """
            find "$1" -printf '%p %y %m %s %T@\\n' | sort; find "$1" -type f -exec sha256sum {} + | sort
            f=label=com.docker.compose.project=$2
            docker ps -aq --no-trunc --filter $f | sort | xargs -r docker inspect --format \\
              '{{.Id}} {{.Created}} {{.State.Pid}} {{.State.StartedAt}} {{json .Config}} {{json .HostConfig}} {{json .Mounts}}'
            docker volume ls --quiet --filter $f; docker network ls --quiet --no-trunc --filter $f
            docker image ls --all --format '{{.Repository}} {{.Tag}} {{.Digest}} {{.ID}}' --filter reference='*/deployit/*' | sort
            ls -a /dev/shm | grep -e "compose-release-login" || true
            """;

    @Rule
    public final DeployFixture shop = new DeployFixture();

    @BeforeClass
    public static void build() {
        List.of("1", "2").forEach(DeployImages::web);
    }

    @Before
    public void writeFiles() {
        shop.file("compose.yaml", DeployImages.services("web") + DeployImages.DATABASE);
        shop.sql("V1__create.sql", "CREATE TABLE items (id int);");
    }

    @Test
    public void planningChangesNothingOnTheTarget() {
        shop.token = Optional.of("a token");
        shop.file(
                "compose.yaml",
                DeployImages.services("web") + "    secrets: [token]\n" + DeployImages.DATABASE
                        + "secrets: {token: {file: ./not-on-the-host}}\n");
        shop.deploy("1");
        shop.sql("V2__more.sql", "ALTER TABLE items ADD name text;");
        shop.shell("docker image rm '" + DeployImages.web("2").reference() + "' > /dev/null 2>&1 || true");
        String schema = shop.query("SELECT string_agg(version, ',') FROM flyway_schema_history")
                .toString();
        String before = shop.shell(EVERYTHING);

        Plan plan = shop.plan("2");

        assertThat(plan.feasible()).as(plan.checks().toString()).isTrue();
        assertThat(plan.migrations()).extracting(Plan.PendingMigration::version).containsExactly("2");
        assertThat(plan.checks()).contains(new Check("registry from the host", true, "1 image to pull", ""));
        assertThat(shop.shell(EVERYTHING)).isEqualTo(before);
        assertThat(shop.query("SELECT string_agg(version, ',') FROM flyway_schema_history")
                        .toString())
                .isEqualTo(schema);
    }

    @Test
    public void planOfATargetThatNoReleaseCameToMakesNotEvenItsDirectory() {
        shop.shell("rm -rf -- \"$1\"");
        shop.token = Optional.of("a token");

        Plan first = shop.plan("1");

        assertThat(first.feasible()).as(first.checks().toString()).isTrue();
        assertThat(shop.plan("1").hash()).isEqualTo(first.hash());
        assertThat(shop.shell("ls -d -- \"$1\" 2> /dev/null || true")).isEmpty();
        shop.token = Optional.of("another token");
        ReleaseException moved =
                failure(() -> shop.engine().deploy(shop.request("1", Duration.ZERO), Optional.of(first), shop.host));
        assertThat(moved.exitCode()).as(moved.getMessage()).isEqualTo(ExitCode.PLAN_REFUSED.code());
        assertThat(moved).hasMessageContaining("secret 'file token'");
    }

    @Test
    public void everythingThatIsWrongIsInOnePlanWithItsRemedy() {
        shop.deploy("1");
        shop.sql("V1__create.sql", "CREATE TABLE items (id bigint);");
        shop.file(
                "compose.yaml",
                DeployImages.services("web")
                        + "    networks: [default, edge]\n    ports: [\"8089:80\"]\n"
                        + "    command: [\"sh\", \"-c\", \"$UNSET_HERE\"]\n"
                        + DeployImages.DATABASE
                        + "networks: {edge: {external: true, name: g-plan-no-such-network}}\n");
        shop.shell("docker run -d --name \"$2-other\" --label com.docker.compose.project=\"$2-other\" -p 8089:80 '"
                + DeployImages.web("1").reference() + "'");
        try {
            Plan plan = shop.plan("1");

            List<Check> failed =
                    plan.checks().stream().filter(check -> !check.ok()).toList();
            assertThat(failed)
                    .extracting(Check::name)
                    .containsExactlyInAnyOrder("variables", "networks and volumes", "ports", "migrations");
            assertThat(failed).allMatch(check -> !check.remedy().isEmpty());
            assertThat(failed)
                    .extracting(Check::detail)
                    .anyMatch(detail -> detail.contains("g-plan-no-such-network"))
                    .anyMatch(detail -> detail.contains("UNSET_HERE"))
                    .anyMatch(detail -> detail.contains("held by container '" + shop.project + "-other'"))
                    .anyMatch(detail -> detail.contains("was changed after it was applied"));
            ReleaseException refused = failure(() -> shop.deploy("1"));
            assertThat(refused.exitCode()).isEqualTo(ExitCode.PLAN_REFUSED.code());
            assertThat(refused).hasMessageContaining("g-plan-no-such-network");
        } finally {
            shop.shell("docker rm -f \"$2-other\"");
        }
    }

    @Test
    public void databaseThatDoesNotAnswerIsAFailedCheck() {
        shop.deploy("1");
        shop.shell("docker exec \"$2-db-1\" sh -c 'printf \"host all all all reject\\n\" > /data/pg/pg_hba.conf'"
                + " && docker exec --user postgres \"$2-db-1\" psql -h /run/postgresql -U shop -c 'SELECT pg_reload_conf()'"
                + " || docker kill --signal HUP \"$2-db-1\"");

        assertThat(shop.plan("2").checks())
                .filteredOn(check -> !check.ok())
                .singleElement()
                .returns("database", Check::name);
    }

    @Test
    public void onlyIntendedServicesPublishPorts() {
        shop.file(
                "compose.yaml",
                DeployImages.services("side", "web") + "    ports: [\"127.0.0.1::8080\"]\n" + DeployImages.DATABASE);
        shop.published = List.of("side", "web");
        shop.settings = target -> target.with(new Guards(List.of("side"), Optional.empty()));

        Plan refused = shop.plan("1");

        assertThat(refused.more().ports()).containsOnlyKeys("web");
        assertThat(refused.checks())
                .filteredOn(check -> !check.ok())
                .singleElement()
                .returns("published ports", Check::name)
                .returns("'web' publishes a free port for 8080", Check::detail);
        shop.settings = target -> target.with(new Guards(List.of("web"), Optional.empty()));
        assertThat(shop.deploy("1").state()).isEqualTo(ReleaseRecord.State.SUCCEEDED);
        shop.settings = target -> target.with(new Guards(List.of("side"), Optional.empty()));
        ReleaseException found = failure(() -> PublishedPorts.require(shop.host, shop.target()));
        assertThat(found.exitCode()).isEqualTo(ExitCode.VERIFICATION_FAILED.code());
    }

    @Test
    public void loginThatTheRegistryRefusesIsFoundFromTheHost() {
        assertThat(RegistryReach.problems(
                        shop.host,
                        List.of(DeployImages.web("1").reference()),
                        Optional.of(new RegistryLogin(
                                DeployImages.login().host(),
                                Optional.of("nobody"),
                                Optional.of(Secret.of("wrong")),
                                true)),
                        shop.log))
                .containsOnlyKeys(DeployImages.login().host());
        assertThat(RegistryReach.problems(
                        shop.host,
                        List.of(DeployImages.web("1").reference()),
                        Optional.of(DeployImages.login()),
                        shop.log))
                .isEmpty();
    }
}
