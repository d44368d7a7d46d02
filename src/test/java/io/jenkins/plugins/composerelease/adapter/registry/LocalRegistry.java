package io.jenkins.plugins.composerelease.adapter.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP server that holds manifests and blobs as a registry does, and misbehaves as it is told. */
final class LocalRegistry implements AutoCloseable {
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private static final Pattern UPLOAD = Pattern.compile("/v2/(.+)/blobs/uploads/");
    private static final Pattern MOUNT = Pattern.compile("/v2/(.+)/blobs/uploads/\\?mount=([^&]+)&from=(.+)");
    private static final Pattern FINISH = Pattern.compile("/uploads/1\\?repository=(.+)&digest=sha256%3A(.+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Path to media type and content. */
    final Map<String, Content> contents = new ConcurrentHashMap<>();

    /** What the next requests get instead of an answer, in order. */
    final ConcurrentLinkedDeque<Handler> instead = new ConcurrentLinkedDeque<>();

    /** Method and path of each request. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    final List<String> authorizations = new CopyOnWriteArrayList<>();
    volatile Predicate<String> accepted = header -> true;
    volatile String challenge = "";
    volatile boolean sendsDigest = true;
    volatile boolean mounts = true;

    LocalRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Puts an image there; returns the digest of its manifest. */
    String image(String repository, String tag, String label) {
        String config =
                "{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Labels\":{\"l\":\"" + label + "\"}}}";
        String configDigest = RawManifest.digest(bytes(config));
        contents.put("/v2/" + repository + "/blobs/" + configDigest, new Content("application/json", bytes(config)));
        return manifest(
                repository,
                tag,
                MANIFEST,
                "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + configDigest + "\",\"size\":100},"
                        + "\"layers\":[{\"size\":1000},{\"size\":234}]}");
    }

    String manifest(String repository, String tag, String mediaType, String json) {
        Content content = new Content(mediaType, bytes(json));
        String digest = RawManifest.digest(content.bytes());
        contents.put("/v2/" + repository + "/manifests/" + tag, content);
        contents.put("/v2/" + repository + "/manifests/" + digest, content);
        return digest;
    }

    void answerNext(int times, int status, String... headers) {
        for (int i = 0; i < times; i++) {
            instead.add(exchange -> {
                for (int h = 0; h < headers.length; h += 2) {
                    exchange.getResponseHeaders().set(headers[h], headers[h + 1]);
                }
                answer(
                        exchange,
                        status,
                        "application/json",
                        bytes("{\"errors\":[{\"code\":\"X\",\"message\":\"no\"}]}"));
            });
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        requests.add(exchange.getRequestMethod() + " " + path);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(String.valueOf(authorization));
        Handler other = instead.poll();
        if (other != null) {
            other.handle(exchange);
        } else if (!accepted.test(String.valueOf(authorization))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            answer(exchange, 401, "application/json", bytes("{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}"));
        } else {
            serve(exchange);
        }
        exchange.close();
    }

    /** What it does when it does not misbehave. */
    void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        if (exchange.getRequestMethod().equals("POST")) {
            begin(exchange, path);
        } else if (path.startsWith("/uploads/")) {
            upload(exchange, path);
        } else if (exchange.getRequestMethod().equals("PUT")) {
            put(exchange, path);
        } else {
            get(exchange, path);
        }
    }

    /** Mounts a blob, or says where it may be sent to. */
    private void begin(HttpExchange exchange, String path) throws IOException {
        Matcher mount = MOUNT.matcher(path);
        Matcher upload = UPLOAD.matcher(path);
        if (mount.matches() && mounts && contents.containsKey(blob(mount.group(3), mount.group(2)))) {
            contents.put(blob(mount.group(1), mount.group(2)), contents.get(blob(mount.group(3), mount.group(2))));
            answer(exchange, 201, "text/plain", new byte[0]);
        } else if (upload.lookingAt()) {
            exchange.getResponseHeaders().set("Location", "/uploads/1?repository=" + upload.group(1));
            answer(exchange, 202, "text/plain", new byte[0]);
        }
    }

    private void upload(HttpExchange exchange, String path) throws IOException {
        Matcher target = FINISH.matcher(path);
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readAllBytes();
            if (!target.matches() || !RawManifest.digest(body).equals("sha256:" + target.group(2))) {
                answer(exchange, 400, "application/json", bytes("{\"errors\":[{\"code\":\"DIGEST_INVALID\"}]}"));
                return;
            }
            contents.put(blob(target.group(1), "sha256:" + target.group(2)), new Content("application/json", body));
            answer(exchange, 201, "text/plain", new byte[0]);
        }
    }

    static String blob(String repository, String digest) {
        return "/v2/" + repository + "/blobs/" + digest;
    }

    private void put(HttpExchange exchange, String path) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            Content content = new Content(exchange.getRequestHeaders().getFirst("Content-Type"), in.readAllBytes());
            contents.put(path, content);
            if (path.contains("/manifests/")) {
                contents.put(path.replaceFirst("[^/]+$", RawManifest.digest(content.bytes())), content);
            }
            digest(exchange, content);
            answer(exchange, 201, "text/plain", new byte[0]);
        }
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        Content content = contents.get(path);
        if (content == null) {
            answer(exchange, 404, "application/json", bytes("{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}"));
            return;
        }
        digest(exchange, content);
        answer(exchange, 200, content.mediaType(), content.bytes());
    }

    private void digest(HttpExchange exchange, Content content) {
        if (sendsDigest) {
            exchange.getResponseHeaders().set("Docker-Content-Digest", RawManifest.digest(content.bytes()));
        }
    }

    static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, none ? -1 : body.length);
        if (!none) {
            exchange.getResponseBody().write(body);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    record Content(String mediaType, byte[] bytes) {}

    /** Something to do with a request. */
    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }
}
