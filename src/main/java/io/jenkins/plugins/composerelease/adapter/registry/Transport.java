package io.jenkins.plugins.composerelease.adapter.registry;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** One HTTP exchange, bounded in time (also a body that trickles) and in size. */
final class Transport {
    private static final Duration ONE_EXCHANGE = Duration.ofSeconds(30);
    /** A registry may be silent for long after the last byte, while it checks and stores them. */
    private static final Duration STALLED = Duration.ofMinutes(5);

    private static final int MAX_BYTES = 8 << 20;
    private static final List<Path> CERTIFICATES =
            List.of(Path.of("/etc/docker/certs.d"), Path.of(System.getProperty("user.home"), ".config/docker/certs.d"));
    private static final Map<String, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private Transport() {}

    static RegistryAnswer send(HttpRequest request, Deadline deadline) throws IOException, InterruptedException {
        Duration limit = deadline.atMost(ONE_EXCHANGE).remaining();
        CompletableFuture<HttpResponse<byte[]>> pending =
                client(request).sendAsync(request, info -> new LimitedBody(MAX_BYTES));
        try {
            HttpResponse<byte[]> response = pending.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new RegistryAnswer(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            pending.cancel(true);
            throw e;
        }
    }

    /** The head of an answer in 30 s at most; its body is read by the caller, who closes it. */
    static HttpResponse<InputStream> open(HttpRequest request, Deadline deadline)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> pending =
                client(request).sendAsync(request, BodyHandlers.ofInputStream());
        Deadline limit = deadline.atMost(ONE_EXCHANGE);
        return await(pending, () -> 0, limit, ONE_EXCHANGE);
    }

    /**
     * Sends a body of any size: it may take as long as it moves.
     *
     * @param moved bytes that were sent so far
     */
    static RegistryAnswer upload(HttpRequest request, LongSupplier moved, Deadline deadline)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> pending =
                client(request).sendAsync(request, info -> new LimitedBody(MAX_BYTES));
        HttpResponse<byte[]> response = await(pending, moved, deadline, STALLED);
        return new RegistryAnswer(response.statusCode(), response.headers(), response.body());
    }

    private static <T> T await(CompletableFuture<T> pending, LongSupplier moved, Deadline deadline, Duration patience)
            throws IOException, InterruptedException {
        long last = moved.getAsLong();
        Deadline quiet = Deadline.in(patience);
        try {
            while (true) {
                try {
                    return pending.get(Math.min(500, deadline.remaining().toMillis()), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    long now = moved.getAsLong();
                    quiet = now == last ? quiet : Deadline.in(patience);
                    last = now;
                    if (quiet.passed() || deadline.passed()) {
                        throw new HttpTimeoutException(
                                "nothing moved for " + quiet.elapsed().toSeconds() + " s after " + now + " bytes");
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            pending.cancel(true); // without effect on one that ended
        }
    }

    /** Whether trying again would give the same. */
    static boolean isPermanent(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException
                    || cause instanceof UnknownHostException
                    || cause instanceof LimitedBody.TooLargeException
                    || cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    /** One for all, and one for each registry that Docker trusts other authorities for. */
    private static HttpClient client(HttpRequest request) throws IOException {
        String authority = request.uri().getAuthority();
        HttpClient known = CLIENTS.get(authority);
        if (known == null) {
            Optional<SSLContext> own = "https".equals(request.uri().getScheme())
                    ? DockerCertificates.of(CERTIFICATES, authority)
                    : Optional.empty();
            known = own.map(context -> builder().sslContext(context).build()).orElseGet(() -> Client.INSTANCE);
            CLIENTS.put(authority, known);
        }
        return known;
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(new EnvironmentProxies(System.getenv(), ProxySelector.getDefault()))
                .connectTimeout(Duration.ofSeconds(10));
    }

    /** Made when the first request is sent: what starts without a registry does not pay for it. */
    private static final class Client {
        static final HttpClient INSTANCE = builder().build();
    }
}
