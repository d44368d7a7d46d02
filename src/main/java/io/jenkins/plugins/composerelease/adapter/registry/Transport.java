package io.jenkins.plugins.composerelease.adapter.registry;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import java.io.IOException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** One HTTP exchange, bounded in time (also a body that trickles) and in size. */
final class Transport {
    private static final Duration ONE_EXCHANGE = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 8 << 20;

    private Transport() {}

    static RegistryAnswer send(HttpRequest request, Deadline deadline) throws IOException, InterruptedException {
        Duration limit = deadline.atMost(ONE_EXCHANGE).remaining();
        CompletableFuture<HttpResponse<byte[]>> pending =
                Client.INSTANCE.sendAsync(request, info -> new LimitedBody(MAX_BYTES));
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

    /** Made when the first request is sent: what starts without a registry does not pay for it. */
    private static final class Client {
        static final HttpClient INSTANCE = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }
}
