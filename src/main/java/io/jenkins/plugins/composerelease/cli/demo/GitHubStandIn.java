package io.jenkins.plugins.composerelease.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A stand-in of the part of GitHub's API that deals with one repository's issues, on a loopback port of its own: issues,
 * comments, labels, paging, rate limits and the errors that matter, shaped like GitHub's. It keeps what it is told in
 * memory, and shows each issue as a plain page at the address the API gives for it.
 */
public final class GitHubStandIn implements AutoCloseable {
    private static final int LIMIT = 5_000;

    static {
        // The JDK's server sends head and body apart, which costs 40 ms an answer unless it does so at once.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(GitHubStandIn::daemon);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final String token;
    private final StandInRepository repository;
    private final StandInApi api;
    private int requests;

    private GitHubStandIn(String name, String token) throws IOException {
        this.token = token;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.repository = new StandInRepository(name, address());
        this.api = new StandInApi(repository);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Starts one on a free loopback port.
     *
     * @param repository {@code owner/name} of its only repository
     * @param token the only token it accepts
     */
    public static GitHubStandIn start(String repository, String token) {
        try {
            return new GitHubStandIn(repository, token);
        } catch (IOException e) {
            throw new UncheckedIOException("The stand-in of GitHub's API found no free loopback port.", e);
        }
    }

    /** Address to give as the API's, without a slash at its end. */
    public String apiUrl() {
        return address() + "/api/v3";
    }

    /** All issues as they are now, oldest first. */
    public List<StandInIssue> issues() {
        return repository.issues();
    }

    /** How many requests it got. */
    public synchronized int requests() {
        return requests;
    }

    /** Makes requests fail: each fault hits the next request of its method, in the order in which they were given. */
    public void fail(Fault fault) {
        faults.add(fault);
    }

    /** What the repository allows, for tests: whether it has issues at all, whether the token may set labels. */
    public void allow(boolean issues, boolean labels) {
        repository.allow(issues, labels);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            StandInRequest request = StandInRequest.read(exchange);
            int number = count();
            Fault fault = take(request.method());
            if (fault != null && fault.kind().instead()) {
                refuse(exchange, fault, number);
                return;
            }
            StandInReply reply = reply(exchange, request);
            if (fault == null) {
                send(exchange, reply, number);
            } else {
                lose(exchange, fault, number);
            }
        }
    }

    private StandInReply reply(HttpExchange exchange, StandInRequest request) {
        if (request.isPage()) {
            return api.page(request);
        }
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (given == null) {
            return StandInReply.error(401, "Requires authentication");
        }
        byte[] sent = given.replaceFirst("(?i)^(bearer|token) ", "").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(sent, token.getBytes(StandardCharsets.UTF_8))) {
            return StandInReply.error(401, "Bad credentials");
        }
        return api.reply(request);
    }

    /** A failure that keeps the request from taking effect. */
    private void refuse(HttpExchange exchange, Fault fault, int number) throws IOException {
        switch (fault.kind()) {
            case RATE_LIMIT -> {
                exchange.getResponseHeaders().set("X-RateLimit-Remaining", "0");
                exchange.getResponseHeaders()
                        .set("X-RateLimit-Reset", String.valueOf(Instant.now().getEpochSecond() + fault.seconds()));
                send(exchange, StandInReply.error(403, "API rate limit exceeded"), number);
            }
            case SECONDARY_LIMIT -> {
                exchange.getResponseHeaders().set("Retry-After", String.valueOf(fault.seconds()));
                send(exchange, StandInReply.error(403, "You have exceeded a secondary rate limit"), number);
            }
            case FORBIDDEN ->
                send(exchange, StandInReply.error(403, "Resource not accessible by personal access token"), number);
            default -> send(exchange, StandInReply.error(502, "Server Error"), number);
        }
    }

    /** A failure of the answer to a request that took effect. */
    private void lose(HttpExchange exchange, Fault fault, int number) throws IOException {
        if (fault.kind() == Fault.Kind.ERROR_AFTERWARDS) {
            send(exchange, StandInReply.error(500, "Server Error"), number);
        } else if (fault.kind() == Fault.Kind.SILENCE_AFTERWARDS) {
            try {
                closing.await(fault.seconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Fault take(String method) {
        for (Fault fault : faults) {
            if (fault.method().equals(method) && faults.remove(fault)) {
                return fault;
            }
        }
        return null;
    }

    private synchronized int count() {
        return ++requests;
    }

    private static void send(HttpExchange exchange, StandInReply reply, int number) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.contentType());
        headers.set("X-GitHub-Media-Type", "github.v3; format=json");
        headers.set("X-RateLimit-Limit", String.valueOf(LIMIT));
        headers.set("X-RateLimit-Used", String.valueOf(number));
        headers.set("X-RateLimit-Resource", "core");
        headers.putIfAbsent("X-RateLimit-Remaining", List.of(String.valueOf(Math.max(1, LIMIT - number))));
        headers.putIfAbsent(
                "X-RateLimit-Reset", List.of(String.valueOf(Instant.now().getEpochSecond() + 3600)));
        if (!reply.link().isEmpty()) {
            headers.set("Link", reply.link());
        }
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "github-stand-in");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * A failure to inject.
     *
     * @param method HTTP method of the request it hits
     * @param seconds until the limit is over, or how long the silence lasts
     */
    public record Fault(String method, Kind kind, int seconds) {
        /** How a request fails. */
        public enum Kind {
            /** 502, and nothing was done. */
            ERROR_INSTEAD,
            /** 403 without a limit's headers. */
            FORBIDDEN,
            /** 403 with no requests left. */
            RATE_LIMIT,
            /** 403 with {@code Retry-After}. */
            SECONDARY_LIMIT,
            /** Done, but the answer is 500. */
            ERROR_AFTERWARDS,
            /** Done, but the connection ends without an answer. */
            DROP_AFTERWARDS,
            /** Done, but the answer does not come. */
            SILENCE_AFTERWARDS;

            boolean instead() {
                return ordinal() <= SECONDARY_LIMIT.ordinal();
            }
        }
    }
}
