package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck.From;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.testing.FakeHost;
import io.jenkins.plugins.composerelease.testing.SilentLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class EndpointVerifierTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger notReady = new AtomicInteger();
    private final SilentLog log = new SilentLog();
    private HttpServer server;
    private String base;

    @Before
    public void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        base = "http://localhost:" + server.getAddress().getPort();
    }

    @After
    public void stop() {
        server.stop(0);
    }

    @Test
    public void passesOnTheExpectedStatusAndBody() {
        verify(check("/hello?q=a%20b", 200, "wor[lL]d", 1));
        assertThat(requests).containsExactly("localhost:" + server.getAddress().getPort() + " /hello?q=a%20b token");
        assertThat(log.lines())
                .anyMatch(line ->
                        line.startsWith("GET " + base + "/hello?q=a%20b from this machine answered 200 (1 try,"));
    }

    @Test
    public void readsAnswersInChunksAndWithoutLength() {
        verify(check("/chunked", 200, "^(part ){3000}$", 1));
    }

    @Test
    public void triesUntilTheAnswerIsRight() {
        notReady.set(2);
        verify(check("/hello", 200, "world", 3));
        assertThat(requests).hasSize(3);
        assertThat(log.lines()).anyMatch(line -> line.contains("3 tries"));
    }

    @Test
    public void saysWhatCameInsteadAfterTheLastTry() {
        notReady.set(9);
        assertFails(check("/hello", 200, null, 2))
                .hasMessageContaining(
                        "GET '" + base + "/hello' from this machine answered status 503, expected 200; its"
                                + " body begins 'not ready' (2 tries in ");
        assertThat(requests).hasSize(2);
    }

    @Test
    public void showsNoMoreThan200CharactersOfTheBody() {
        assertFails(check("/chunked", 200, "missing", 1))
                .hasMessageContaining("its body does not match 'missing'; its body begins 'part ")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(600));
    }

    @Test
    public void neverFollowsARedirect() {
        assertFails(check("/redirect", 200, null, 1)).hasMessageContaining("answered status 302, expected 200");
        assertThat(requests).hasSize(1);
        verify(check("/redirect", 302, null, 1));
    }

    @Test
    public void saysThatNobodyListens() {
        server.stop(0);
        assertFails(check("/hello", 200, null, 1)).hasMessageContaining("got no answer: connection refused");
    }

    @Test
    public void reachesAServiceThroughTheHostUnderItsOwnName() {
        Forwarding host = new Forwarding("172.18.0.2");
        EndpointCheck check = new EndpointCheck(
                "http://my_web:8080/hello", 200, Optional.of("world"), Map.of(), From.SERVICE, 1, Duration.ZERO);
        new EndpointVerifier(host, "shop", log).verify(check);
        assertThat(host.forwarded).containsExactly("172.18.0.2:8080");
        assertThat(host.closed).hasValue(1);
        assertThat(requests).containsExactly("my_web:8080 /hello null");
    }

    @Test
    public void saysThatAServiceDoesNotRun() {
        EndpointCheck check = new EndpointCheck(
                "http://web:8080/hello", 200, Optional.empty(), Map.of(), From.SERVICE, 1, Duration.ZERO);
        assertThatThrownBy(() -> new EndpointVerifier(new Forwarding(""), "shop", log).verify(check))
                .hasMessageContaining("GET 'http://web:8080/hello' from a service's network on 'web1' got no answer:"
                        + " service 'web' has no running container");
    }

    @Test
    public void reachesTheTargetsOwnNetworkThroughTheHost() {
        Forwarding host = new Forwarding("");
        EndpointCheck check = new EndpointCheck(
                "http://app.example/hello", 200, Optional.empty(), Map.of(), From.TARGET, 1, Duration.ZERO);
        new EndpointVerifier(host, "shop", log).verify(check);
        assertThat(host.forwarded).containsExactly("app.example:80");
        assertThat(requests).containsExactly("app.example /hello null");
    }

    @Test
    public void refusesMalformedInputBeforeAnyRequest() {
        for (EndpointCheck check : List.of(
                check("/a|b", 200, null, 1),
                check("/", 200, "(", 1),
                new EndpointCheck(base, 200, Optional.empty(), Map.of("A\r\nB", "c"), From.AGENT, 1, Duration.ZERO),
                new EndpointCheck(base, 200, Optional.empty(), Map.of("A", "b\r\nC: d"), From.AGENT, 1, Duration.ZERO),
                new EndpointCheck(base, 200, Optional.empty(), Map.of(), From.TARGET, 1, Duration.ZERO))) {
            assertThatThrownBy(() -> verify(check)).isInstanceOf(InvalidInputException.class);
        }
        assertThat(requests).isEmpty();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestHeaders().getFirst("Host") + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("X-Token"));
        if (notReady.getAndDecrement() > 0) {
            answer(exchange, 503, "not ready");
        } else if (exchange.getRequestURI().getPath().equals("/redirect")) {
            exchange.getResponseHeaders().add("Location", "/hello");
            answer(exchange, 302, "");
        } else if (exchange.getRequestURI().getPath().equals("/chunked")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("part ".repeat(3000).getBytes(StandardCharsets.UTF_8));
            exchange.close();
        } else {
            answer(exchange, 200, "hello world");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private EndpointCheck check(String path, int status, String body, int retries) {
        return new EndpointCheck(
                base + path,
                status,
                Optional.ofNullable(body),
                Map.of("X-Token", "token"),
                From.AGENT,
                retries,
                Duration.ofMillis(1));
    }

    private void verify(EndpointCheck check) {
        new EndpointVerifier(log).verify(check);
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFails(EndpointCheck check) {
        return assertThatThrownBy(() -> verify(check))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.VERIFICATION_FAILED.code()));
    }

    /** Forwards everything to the test's server; its Docker knows one container with this address, or none. */
    private final class Forwarding extends FakeHost {
        private final String address;
        private final List<String> forwarded = new ArrayList<>();
        private final AtomicInteger closed = new AtomicInteger();

        Forwarding(String address) {
            this.address = address;
        }

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            String output = command.argv().get(1).equals("ps") ? (address.isEmpty() ? "" : "c1\n") : address + "\n\n";
            return new CommandResult(0, output, "", Duration.ZERO);
        }

        @Override
        public Forward forward(String to, int port, Deadline deadline) {
            forwarded.add(to + ":" + port);
            return new Forward() {
                @Override
                public String address() {
                    return "127.0.0.1";
                }

                @Override
                public int port() {
                    return server.getAddress().getPort();
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }
    }
}
