package io.jenkins.plugins.composerelease.adapter.github;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kohsuke.github.GHIOException;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Sends the library's requests by the JDK's client, each with a time-out, which the library's own connector has not.
 * Lost connections become GHIOExceptions, because the library repeats a request after any other kind, also one that had
 * opened an issue already.
 */
final class GitHubConnection implements GitHubConnector {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private final HttpClient client;
    private final Duration timeout;

    GitHubConnection(HttpClient.Builder builder, Duration timeout) {
        this.client = builder.connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.timeout = timeout;
    }

    @Override
    public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(translate(request), BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(request, response.statusCode(), response.headers().map(), response.body());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new GHIOException(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new GHIOException("no complete answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GHIOException("interrupted", e);
        } finally {
            sent.cancel(true);
        }
    }

    private HttpRequest translate(GitHubConnectorRequest request) throws IOException {
        // The client's own time-out would end with the headers of the answer; the wait for the whole of it has one.
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(request.url().toString()));
        request.allHeaders().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        if (request.contentType() != null) {
            builder.setHeader("Content-Type", request.contentType());
        }
        try (InputStream body = request.body()) {
            HttpRequest.BodyPublisher publisher =
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.readAllBytes());
            return builder.method(request.method(), publisher).build();
        }
    }

    private static final class Answer extends GitHubConnectorResponse.ByteArrayResponse {
        private final byte[] body;

        Answer(GitHubConnectorRequest request, int status, Map<String, List<String>> headers, byte[] body) {
            super(request, status, headers);
            this.body = body;
        }

        @Override
        protected InputStream rawBodyStream() {
            return new ByteArrayInputStream(body);
        }
    }
}
