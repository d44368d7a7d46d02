package io.jenkins.plugins.composerelease.adapter.registry;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Moves one blob into a repository: not at all where it is, by reference within a registry, else as a stream. */
final class BlobTransfer {
    private static final int ATTEMPTS = 3;

    private final RegistryClient source;
    private final RegistryClient destination;
    private final Deadline deadline;

    BlobTransfer(RegistryClient source, RegistryClient destination, Deadline deadline) {
        this.source = source;
        this.destination = destination;
        this.deadline = deadline;
    }

    /** How a blob got there. */
    enum Way {
        THERE,
        MOUNTED,
        SENT
    }

    /**
     * @param from repository that has it
     * @param to repository that gets it
     * @param digest of its content
     * @param size bytes
     */
    record Blob(String from, String to, String digest, long size) {
        String purpose() {
            return "copy blob " + digest + " to '" + to + "'";
        }
    }

    Way move(Blob blob, boolean sameRegistry) {
        RegistryCall look = RegistryCall.head("look for blob " + blob.digest(), blob.to(), "blobs/" + blob.digest());
        RegistryAnswer there = destination.send(look, deadline);
        if (there.status() == 200) {
            return Way.THERE;
        }
        if (there.status() != 404) {
            throw destination.errors().unexpected(look, there);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(blob, sameRegistry);
            } catch (IOException e) {
                if (attempt == ATTEMPTS || Transport.isPermanent(e)) {
                    throw destination.errors().unreachable(start(blob, false), attempt, e);
                }
                destination.pause(
                        start(blob, false), attempt, deadline, "the last connection failed: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw destination.errors().interrupted(start(blob, false));
            }
        }
    }

    /** A registry that does not mount begins an upload instead. */
    private Way attempt(Blob blob, boolean sameRegistry) throws IOException, InterruptedException {
        RegistryCall start = start(blob, sameRegistry);
        RegistryAnswer begun = destination.send(start, deadline);
        if (begun.status() == 201 && sameRegistry) {
            return Way.MOUNTED;
        }
        Optional<String> location = begun.header("Location");
        if (begun.status() != 202 || location.isEmpty()) {
            throw destination.errors().unexpected(start, begun);
        }
        send(blob, start, destination.resolve(start, location.get()));
        return Way.SENT;
    }

    private static RegistryCall start(Blob blob, boolean mount) {
        String query = mount ? "?mount=" + blob.digest() + "&from=" + blob.from() : "";
        RegistryCall call = RegistryCall.post(blob.purpose(), blob.to(), "blobs/uploads/" + query);
        return mount ? call.alsoReading(blob.from()) : call;
    }

    private void send(Blob blob, RegistryCall start, URI upload) throws IOException, InterruptedException {
        RegistryCall get = RegistryCall.get("read blob " + blob.digest(), blob.from(), "blobs/" + blob.digest(), "*/*");
        HttpResponse<InputStream> content = source.open(get, deadline);
        CheckedBody body = new CheckedBody(content.body(), blob.digest());
        try (body) {
            RegistryCall put = start.as("PUT", "application/octet-stream");
            HttpRequest request = destination.request(put, complete(upload, blob), publisher(content, body));
            RegistryAnswer answer = Transport.upload(request, body::count, destination.within(put, deadline));
            requireStored(blob, put, answer, body);
        } catch (IOException e) {
            body.wrong().ifPresent(actual -> {
                throw source.errors().otherDigest("blob of '" + blob.from() + "'", blob.digest(), actual);
            });
            throw e;
        }
    }

    private static URI complete(URI upload, Blob blob) {
        String separator = upload.getRawQuery() == null ? "?" : "&";
        return URI.create(upload + separator + "digest=" + blob.digest().replace(":", "%3A"));
    }

    /** With a length where it is known: not every registry takes a body in chunks. */
    private static BodyPublisher publisher(HttpResponse<InputStream> content, CheckedBody body) {
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> body);
        long length = content.headers().firstValueAsLong("Content-Length").orElse(0);
        return length > 0 ? BodyPublishers.fromPublisher(stream, length) : stream;
    }

    private void requireStored(Blob blob, RegistryCall put, RegistryAnswer answer, CheckedBody body)
            throws IOException {
        if (answer.isTransient() || answer.status() == 401) { // a token may end while a large blob is on its way
            throw new IOException("it answered " + answer.describe());
        }
        body.requireWhole();
        if (answer.status() != 201) {
            throw destination.errors().unexpected(put, answer);
        }
        Optional<String> stored = answer.header("Docker-Content-Digest");
        if (stored.isPresent() && !stored.get().equals(blob.digest())) {
            throw destination.errors().otherDigest("blob of '" + blob.to() + "'", blob.digest(), stored.get());
        }
    }
}
