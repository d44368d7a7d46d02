package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.testing.FakeHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class AnyComposeTest {
    private static final Deadline SOON = Deadline.in(Duration.ofSeconds(5));
    private static final String GLOBAL = "--ansi never --project-name shop --project-directory /srv/shop";

    private final Fake fake = new Fake();
    private final AnyCompose host = new AnyCompose(fake);
    private final List<String> heard = new ArrayList<>();

    @Test
    public void asksNothingWhereThePluginIs() {
        fake.plugin = true;
        host.run(compose(List.of()).config(), SOON);
        host.run(compose(List.of()).stop(List.of("web")), SOON);

        assertThat(fake.ran).hasSize(2).allMatch(line -> line.startsWith("docker compose --ansi never "));
    }

    @Test
    public void leavesAFailureOfThePluginAlone() {
        fake.plugin = true;
        fake.failing = "stop";
        assertThat(host.run(compose(List.of()).stop(List.of("web")), SOON).exitCode())
                .isEqualTo(1);
        assertThat(fake.ran).hasSize(1);
    }

    @Test
    public void asksOnceAndThenSpeaksVersionOne() {
        host.run(
                compose(List.of("/srv/shop/a.env"))
                        .up(List.of("web"), new Compose.UpOptions(true, false, true, "never")),
                SOON,
                (error, line) -> heard.add(line));
        host.run(compose(List.of()).run("web", "job", List.of("ls", "--pull", "x")), SOON);

        assertThat(fake.ran)
                .containsExactly(
                        "docker compose --ansi never --progress plain --project-name shop --project-directory /srv/shop"
                                + " --file /srv/shop/compose.yaml --env-file /srv/shop/a.env --profile extra"
                                + " up --detach --no-build --pull never --no-deps --remove-orphans web",
                        "docker-compose version --short",
                        "docker-compose " + GLOBAL + " --file /srv/shop/compose.yaml --env-file /srv/shop/a.env"
                                + " --profile extra up --detach --no-build --no-deps --remove-orphans web",
                        "docker-compose " + GLOBAL + " --file /srv/shop/compose.yaml --profile extra"
                                + " run --rm --no-deps -T --name job web ls --pull x");
        assertThat(heard).as("not docker's usage").containsExactly("done");
    }

    @Test
    public void speaksItWithinScriptsToo() {
        Command inner = compose(List.of()).exec("db", List.of("pg_dump"));
        host.run(HostFiles.script("dump", "exec \"$@\"", inner.argv().toArray(new String[0])), SOON);

        assertThat(fake.ran)
                .last()
                .asString()
                .startsWith("sh -c exec \"$@\" sh docker-compose --ansi never")
                .endsWith(" exec -T db pg_dump");
    }

    @Test
    public void givesAProgramOfVersionTwoTheSameArguments() {
        fake.program = "2.29.1\n";
        host.run(compose(List.of()).config(), SOON);
        assertThat(fake.ran)
                .last()
                .asString()
                .startsWith("docker-compose --ansi never --progress plain")
                .endsWith(" config --format json");
    }

    @Test
    public void readsTheConfigurationOfVersionOne() {
        fake.config = """
                services:
                  db: {image: a, healthcheck: {test: ready}}
                  web:
                    image: b
                    depends_on: {db: {condition: service_healthy}}
                    networks: {back: {}}
                    ports: ['127.0.0.1:1:2/tcp', {target: 3}, {target: 4, published: 5-6, protocol: udp}]
                  tool: {image: c, profiles: [tools], network_mode: host}
                  extra: {image: d, profiles: [extra, other], deploy: {replicas: 2}, network_mode: host}
                networks: {back: {}}
                """;

        assertThat(host.run(compose(List.of()).config(), SOON).output())
                .isEqualTo(
                        "{\"services\":{\"db\":{\"image\":\"a\",\"healthcheck\":{\"test\":[\"CMD-SHELL\",\"ready\"]}},"
                                + "\"web\":{\"image\":\"b\",\"depends_on\":{\"db\":{\"condition\":\"service_healthy\"}},"
                                + "\"networks\":{\"back\":{}},\"ports\":[\"127.0.0.1:1:2/tcp\",\"3/tcp\",\"5-6:4/udp\"]},"
                                + "\"extra\":{\"image\":\"d\",\"profiles\":[\"extra\",\"other\"],\"deploy\":{\"replicas\":2},"
                                + "\"network_mode\":\"host\"}},\"networks\":{\"back\":{},\"default\":{}}}");
        assertThat(names(compose(List.of()).configOfAllProfiles())).containsExactly("db", "web", "tool", "extra");
        assertThat(names(compose(List.of()).config(List.of("web")))).containsExactly("db", "web");
        assertThat(names(compose(List.of()).config(List.of("tool")))).containsExactly("tool");
        assertThatThrownBy(() -> host.run(compose(List.of()).config(List.of("wbe")), SOON))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("no such service: wbe.");
    }

    @Test
    public void quotesNothingOfAConfigurationThatIsNone() {
        fake.config = "services: {web: {environment: {A: geheim";
        assertThatThrownBy(() -> host.run(compose(List.of()).config(), SOON))
                .hasMessageContaining("is not a compose file")
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }

    @Test
    public void refusesAnEnvFileThatVersionOneWouldRead() {
        host.run(compose(List.of("/dev/null")).stop(List.of()), SOON);
        assertThat(fake.ran)
                .contains("test ! -e /srv/shop/.env")
                .last()
                .asString()
                .doesNotContain("/dev/null");
        fake.failing = "test";
        assertThatThrownBy(() -> host.run(compose(List.of("/dev/null")).stop(List.of()), SOON))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("would read '/srv/shop/.env'");
    }

    @Test
    public void refusesSeveralEnvFilesForVersionOne() {
        assertThatThrownBy(() -> host.run(compose(List.of("/a.env", "/b.env")).config(), SOON))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("docker-compose 1.29 takes one env file, not 2. Put them into one, or install Compose v2.");
    }

    @Test
    public void stopsByLabelWhatIsTornDownWithoutFiles() {
        ComposeProject named = new ComposeProject("shop", "/", List.of(), List.of(), List.of(), Map.of(), Map.of());
        host.run(new Compose(named).down(true, Duration.ofSeconds(3)), SOON);
        assertThat(fake.ran).last().isEqualTo("docker stop --time 3 done");
    }

    @Test
    public void saysWhatIsMissing() {
        fake.program = "1.25.0";
        assertThatThrownBy(() -> host.run(compose(List.of()).config(), SOON))
                .hasMessage("'docker' on web1 has no command 'compose', and its docker-compose says version '1.25.0',"
                        + " expected at least 1.29. Install the Compose v2 plugin, or docker-compose 1.29.");
        fake.program = null;
        assertThatThrownBy(() -> host.run(compose(List.of()).config(), SOON))
                .hasMessageContaining("and there is no docker-compose either. Install");
    }

    private List<String> names(Command config) {
        List<String> names = new ArrayList<>();
        ComposeConfig.parse(host.run(config, SOON).output())
                .path("services")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    private static Compose compose(List<String> envFiles) {
        return new Compose(new ComposeProject(
                "shop",
                "/srv/shop",
                List.of("/srv/shop/compose.yaml"),
                List.of("extra"),
                envFiles,
                Map.of(),
                Map.of()));
    }

    private static final class Fake extends FakeHost {
        private final List<String> ran = new ArrayList<>();
        private boolean plugin;
        private String program = "1.29.2";
        private String config = "services: {}";
        private String failing = "nothing";

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            String line = String.join(" ", command.argv());
            ran.add(line);
            if (line.contains("docker compose") && !plugin) {
                listener.line(true, "unknown flag: --ansi");
                listener.line(true, "Usage:  docker");
                return new CommandResult(125, "", "unknown flag: --ansi\nUsage:  docker\n", Duration.ZERO);
            }
            if (line.equals("docker-compose version --short")) {
                if (program == null) {
                    throw new CommandFailedException(ExitCode.FAILED, "not there", "", -1, "", null);
                }
                return new CommandResult(0, program, "", Duration.ZERO);
            }
            listener.line(false, "done");
            String output = line.endsWith(" config") ? config : "done\n";
            return new CommandResult(line.contains(failing) ? 1 : 0, output, "", Duration.ZERO);
        }
    }
}
