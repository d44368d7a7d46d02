package io.jenkins.plugins.composerelease.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpHeaders;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

public class HttpRegistryLoginTest extends HttpRegistryFixture {
    @Test
    public void asksForTheRightToCreateWhatMayNotBeReadYet() {
        String tokens = "http://" + server.host() + "/token";
        server.challenge = "Bearer realm=\"" + tokens + "\",service=\"local\"";
        server.accepted = header -> header.equals("Bearer creator");
        server.instead.add(this::refuse);
        server.instead.add(e -> LocalRegistry.answer(e, 403, "application/json", LocalRegistry.bytes("{}")));
        server.instead.add(this::refuse);
        server.instead.add(
                e -> LocalRegistry.answer(e, 200, "application/json", LocalRegistry.bytes("{\"token\":\"creator\"}")));

        assertThat(manifest(login(PASSWORD), "shop/new:1")).isEmpty();
        assertThat(server.requests.get(3)).contains("scope=repository%3Ashop%2Fnew%3Apull%2Cpush");
    }

    @Test
    public void hasTheRightToWriteBeforeItAsksWhetherATagIsThere() {
        String digest = server.image("shop/web", "1", "x");
        tokens("token");
        HttpRegistry registry = login(PASSWORD);
        manifest(registry, "shop/web:1"); // it may read
        server.accepted = header -> !header.equals("null");
        server.contents.put(
                "/token?x=1&scope=repository%3Ashop%2Fweb%3Apull%2Cpush&service=local",
                new LocalRegistry.Content("application/json", LocalRegistry.bytes("{\"token\":\"writer\"}")));
        int before = server.requests.size();

        assertThat(registry.tagIfAbsent(reference("shop/web@" + digest), "sha", soon()))
                .isTrue();
        assertThat(server.requests.subList(before, server.requests.size()))
                .endsWith("HEAD /v2/shop/web/manifests/sha", "PUT /v2/shop/web/manifests/sha");
        assertThat(server.authorizations.subList(before, server.authorizations.size()))
                .containsExactly("Bearer good", "null", BASIC, "Bearer writer", "Bearer writer");
    }

    @Test
    public void answersNoChallengeOfAServerItWasRedirectedTo() throws IOException {
        try (LocalRegistry storage = new LocalRegistry()) {
            storage.challenge = "Bearer realm=\"http://" + storage.host() + "/token\"";
            storage.accepted = header -> false;
            server.answerNext(1, 307, "Location", "http://" + storage.host() + "/elsewhere");

            assertThatThrownBy(() -> manifest(login(PASSWORD), "shop/web:1")).hasMessageContaining("(401");
            assertThat(storage.requests).containsExactly("GET /elsewhere");
        }
    }

    @Test
    public void logsInWithThePassword() {
        server.image("shop/web", "1", "x");
        server.challenge = "Basic realm=\"test\"";
        server.accepted = BASIC::equals;

        assertThat(manifest(login(PASSWORD), "shop/web:1")).isPresent();
        assertThat(server.authorizations).containsExactly("null", BASIC, BASIC);
    }

    @Test
    public void saysThatTheLoginIsRefusedAndNeverTellsThePassword() {
        server.challenge = "Basic realm=\"test\"";
        server.accepted = BASIC::equals;

        assertThatThrownBy(() -> manifest(login("wrong-wrong"), "shop/web:1"))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("it refused user 'ci' (401 UNAUTHORIZED")
                .hasMessageContaining("Check the username and password")
                .hasStackTraceContaining("HttpRegistry")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("wrong-wrong", "Basic "));
        assertThat(server.requests).as("a refusal is not repeated").hasSize(2);
    }

    @Test
    public void saysThatALoginIsMissing() {
        server.challenge = "Basic realm=\"test\"";
        server.accepted = BASIC::equals;

        assertThatThrownBy(() -> manifest(anonymous(), "shop/web:1"))
                .hasMessageContaining("it refused a request without login (401")
                .hasMessageContaining("Give a login");
    }

    @Test
    public void saysThatTheUserMayNot() {
        server.answerNext(1, 403);

        assertThatThrownBy(() -> manifest(login(PASSWORD), "shop/web:1"))
                .hasMessageContaining("it refused user 'ci' (403 X: no)");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    public void getsATokenForThePassword() {
        server.image("shop/web", "1", "x");
        tokens("token");

        assertThat(manifest(login(PASSWORD), "shop/web:1")).isPresent();

        assertThat(server.requests)
                .containsSubsequence(
                        "GET /v2/shop/web/manifests/1",
                        "GET /token?x=1&scope=repository%3Ashop%2Fweb%3Apull&service=local",
                        "GET /v2/shop/web/manifests/1");
        assertThat(server.authorizations).containsExactly("null", BASIC, "Bearer good", "Bearer good");
    }

    @Test
    public void getsOneTokenForRequestsAtTheSameTime() throws Exception {
        tokens("token");
        server.instead.remove(); // the refusal, which each of them had
        RegistryAuth auth = new RegistryAuth(ci(PASSWORD), true, new RegistryErrors(server.host(), ci(PASSWORD)));
        RegistryCall call = RegistryCall.get("read x", "shop/web", "manifests/1", "*/*");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Optional<String>> login = () -> auth.obtain(call, Optional.empty(), refusal(), soon());
            for (Future<Optional<String>> header : threads.invokeAll(Collections.nCopies(4, login))) {
                assertThat(header.get()).contains("Bearer good");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.requests).hasSize(1);
    }

    @Test
    public void getsATokenWithoutLogin() {
        server.image("shop/web", "1", "x");
        tokens("access_token");

        assertThat(manifest(anonymous(), "shop/web:1")).isPresent();
        assertThat(server.authorizations).containsExactly("null", "null", "Bearer good", "Bearer good");
    }

    @Test
    public void renewsATokenThatExpired() {
        server.image("shop/web", "1", "x");
        tokens("token");
        HttpRegistry registry = login(PASSWORD);
        manifest(registry, "shop/web:1");
        tokens("token");

        assertThat(manifest(registry, "shop/web:1")).isPresent();
    }

    @Test
    public void sendsThePasswordToNoUnencryptedTokenService() throws IOException {
        RegistryErrors errors = new RegistryErrors("registry.example.com", ci(PASSWORD));
        RegistryAuth auth = new RegistryAuth(ci(PASSWORD), false, errors);
        server.challenge = "Bearer realm=\"http://" + server.host() + "/token\"";
        RegistryCall call = RegistryCall.get("read x", "shop/web", "manifests/1", "*/*");

        assertThatThrownBy(() -> auth.obtain(call, Optional.empty(), refusal(), soon()))
                .hasMessageContaining("which is not encrypted");
        assertThat(server.requests).isEmpty();
    }

    @Test
    public void sendsItsLoginToNoOtherServer() throws IOException {
        try (LocalRegistry storage = new LocalRegistry()) {
            server.image("shop/web", "1", "x");
            server.challenge = "Basic realm=\"test\"";
            server.accepted = BASIC::equals;
            String path = server.contents.keySet().stream()
                    .filter(key -> key.contains("/blobs/"))
                    .findFirst()
                    .orElseThrow();
            storage.contents.put("/signed?x=1", server.contents.get(path));
            HttpRegistry registry = login(PASSWORD);
            registry.digest(reference("shop/web:1"), soon()); // it has logged in
            server.instead.add(e -> LocalRegistry.answer(
                    e,
                    200,
                    LocalRegistry.MANIFEST,
                    server.contents.get("/v2/shop/web/manifests/1").bytes()));
            server.answerNext(1, 307, "Location", "http://" + storage.host() + "/signed?x=1");

            assertThat(manifest(registry, "shop/web:1")).isPresent();
            assertThat(storage.requests).containsExactly("GET /signed?x=1");
            assertThat(storage.authorizations).containsExactly("null");
        }
    }

    private void tokens(String field) {
        server.challenge =
                "Bearer realm=\"http://" + server.host() + "/token?x=1\",service=\"local\",scope=\"ignored\"";
        server.accepted = header -> header.equals("Bearer good");
        LocalRegistry.Handler token = e -> LocalRegistry.answer(
                e, 200, "application/json", LocalRegistry.bytes("{\"" + field + "\":\"good\",\"expires_in\":60}"));
        server.instead.add(this::refuse);
        server.instead.add(token);
    }

    private RegistryAnswer refusal() {
        return new RegistryAnswer(
                401,
                HttpHeaders.of(Map.of("WWW-Authenticate", List.of(server.challenge)), (a, b) -> true),
                new byte[0]);
    }

    private void refuse(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", server.challenge);
        LocalRegistry.answer(exchange, 401, "application/json", LocalRegistry.bytes("{}"));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
