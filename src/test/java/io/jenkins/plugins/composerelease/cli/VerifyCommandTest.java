package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class VerifyCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FakeReleases engine = new FakeReleases();
    private HttpServer server;
    private Path workspace;
    private String url;

    @Before
    public void setUp() throws IOException {
        workspace = folder.getRoot().toPath();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean known = "yes".equals(exchange.getRequestHeaders().getFirst("X-Key"));
            byte[] body = "status: up".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 403, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/health";
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                targets:
                  production:
                    {host: h, user: u, directory: /srv/shop, files: [compose.yaml],
                     verification: [{url: "http://localhost/a"}, {url: "http://web/b", from: service}]}
                """);
    }

    @After
    public void stop() {
        server.stop(0);
    }

    @Test
    public void asksAnUrlWithoutAnyConfiguration() throws IOException {
        Files.delete(workspace.resolve("release.yaml"));
        CliRun run = CliRun.in(workspace).execute("verify", url, "--header", "X-Key=yes", "--body", "up$");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(url + " answers 200\n");
    }

    @Test
    public void saysWhatCameInstead() {
        CliRun run = CliRun.in(workspace).execute("verify", url, "--retries", "2", "--interval", "10ms");
        assertThat(run.exitCode()).isEqualTo(10);
        assertThat(run.err()).contains("403", "expected 200", "2 tries");
    }

    @Test
    public void asksTheEndpointsOfATarget() {
        CliRun run = CliRun.in(workspace).with(engine).execute("verify", "--target", "production");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(engine.calls)
                .containsExactly(
                        "connect production",
                        "verify http://localhost/a from target",
                        "verify http://web/b from service",
                        "close");
        assertThat(run.out().lines()).hasSize(2);
    }

    @Test
    public void asksAnUrlFromATarget() {
        engine.failure = Optional.of(new ReleaseException(ExitCode.VERIFICATION_FAILED, "no answer", ""));
        CliRun run =
                CliRun.in(workspace).with(engine).execute("verify", "http://localhost/x", "--target", "production");
        assertThat(run.exitCode()).isEqualTo(10);
        assertThat(engine.calls)
                .containsExactly("connect production", "verify http://localhost/x from target", "close");
        assertThat(run.out()).isEmpty();
    }

    @Test
    public void refusesWhatIsNoRequest() {
        refused("is not an HTTP URL", "verify", "file:///etc/passwd");
        refused("status 20", "verify", url, "--status", "20");
        refused("no URL", "verify", "--status", "200");
        refused("mars", "verify", url, "--from", "mars");
        refused("duration", "verify", url, "--interval", "soon");
    }

    private void refused(String expected, String... args) {
        CliRun run = CliRun.in(workspace).with(engine).execute(args);
        assertThat(run.err()).contains(expected);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(engine.calls).isEmpty();
    }
}
