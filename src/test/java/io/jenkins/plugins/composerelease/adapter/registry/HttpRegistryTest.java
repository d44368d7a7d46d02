package io.jenkins.plugins.composerelease.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class HttpRegistryTest {
    private static final String PASSWORD = "pa:ss wörd";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(("ci:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    private final List<String> waits = new CopyOnWriteArrayList<>();
    private LocalRegistry server;

    @Before
    public void start() throws IOException {
        server = new LocalRegistry();
    }

    @After
    public void stop() {
        server.close();
    }

    @Test
    public void readsAManifestWithItsLabels() {
        String digest = server.image("shop/web", "1", "x");

        assertThat(manifest(anonymous(), "shop/web:1"))
                .contains(new Manifest(digest, LocalRegistry.MANIFEST, 1334, List.of("linux/amd64"), Map.of("l", "x")));
    }

    @Test
    public void tellsThatThereIsNone() {
        assertThat(manifest(anonymous(), "shop/web:1")).isEmpty();
    }

    @Test
    public void takesAPageOfAnotherServerForAnError() {
        server.instead.add(e -> LocalRegistry.answer(e, 404, "text/html", LocalRegistry.bytes("<html>")));

        assertThatThrownBy(() -> manifest(anonymous(), "shop/web:1"))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining("at registry '" + server.host() + "': it answered (404)")
                .hasMessageContaining("does not look like a registry's answer");
    }

    @Test
    public void readsAnIndexAndLeavesAttestationsOut() {
        String amd = server.image("shop/web", "amd", "x");
        String digest = server.manifest(
                "shop/web",
                "all",
                "application/vnd.oci.image.index.v1+json",
                "{\"manifests\":[{\"digest\":\"" + amd
                        + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}},"
                        + "{\"digest\":\"" + amd + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\","
                        + "\"variant\":\"v8\"}},{\"digest\":\"" + amd + "\",\"platform\":{\"os\":\"unknown\","
                        + "\"architecture\":\"unknown\"}}]}");

        Manifest manifest = manifest(anonymous(), "shop/web:all").orElseThrow();

        assertThat(manifest.digest()).isEqualTo(digest);
        assertThat(manifest.platforms()).containsExactly("linux/amd64", "linux/arm64/v8");
        assertThat(manifest.labels()).containsEntry("l", "x");
    }

    @Test
    public void computesTheDigestWhereTheRegistrySendsNone() {
        server.sendsDigest = false;
        String digest = server.image("shop/web", "1", "x");

        assertThat(manifest(anonymous(), "shop/web:1").orElseThrow().digest()).isEqualTo(digest);
    }

    @Test
    public void refusesContentThatIsNotItsDigest() {
        String digest = server.image("shop/web", "1", "x");
        server.image("shop/web", digest, "forged");

        assertThatThrownBy(() -> manifest(anonymous(), "shop/web@" + digest))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining(", expected " + digest);

        server.answerNext(1, 200, "Docker-Content-Digest", digest);
        assertThatThrownBy(() -> manifest(anonymous(), "shop/web:1")).hasMessageContaining(", expected " + digest);
    }

    @Test
    public void pointsATagAtAManifest() {
        String digest = server.image("shop/web", "1", "x");

        anonymous().tag(reference("shop/web@" + digest), "latest", soon());

        assertThat(manifest(anonymous(), "shop/web:latest").orElseThrow().digest())
                .isEqualTo(digest);
        assertThat(server.requests).contains("PUT /v2/shop/web/manifests/latest");
        assertThat(server.contents.get("/v2/shop/web/manifests/latest").mediaType())
                .isEqualTo(LocalRegistry.MANIFEST);
    }

    @Test
    public void noticesATagThatWasNotStored() {
        server.sendsDigest = false;
        String digest = server.image("shop/web", "1", "x");
        server.image("shop/web", "latest", "old");
        server.instead.add(e -> LocalRegistry.answer(
                e,
                200,
                LocalRegistry.MANIFEST,
                server.contents.get("/v2/shop/web/manifests/1").bytes()));
        server.answerNext(1, 201);

        assertThatThrownBy(() -> anonymous().tag(reference("shop/web@" + digest), "latest", soon()))
                .hasMessageContaining("expected " + digest);
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
        RegistryAnswer refusal = new RegistryAnswer(
                401,
                HttpHeaders.of(Map.of("WWW-Authenticate", List.of(server.challenge)), (a, b) -> true),
                new byte[0]);
        RegistryCall call = RegistryCall.get("read x", "shop/web", "manifests/1", "*/*");

        assertThatThrownBy(() -> auth.obtain(call, refusal, soon())).hasMessageContaining("which is not encrypted");
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
            manifest(registry, "shop/web:1");
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

    @Test
    public void triesAgainWhenTheServerIsBusyOrBroken() {
        server.image("shop/web", "1", "x");
        server.answerNext(1, 429, "Retry-After", "0");
        server.answerNext(2, 503);
        server.instead.add(HttpExchange::close); // a connection that is cut

        assertThat(manifest(anonymous(), "shop/web:1")).isPresent();
        assertThat(server.requests).hasSize(6);
    }

    @Test
    public void givesUpAfterFiveTries() {
        server.answerNext(9, 500);

        assertThatThrownBy(() -> manifest(anonymous(), "shop/web:1"))
                .hasMessageContaining("it answered (500 X: no)")
                .hasMessageContaining("Look at the registry's own log");
        assertThat(server.requests).hasSize(5);
    }

    @Test
    public void waitsAsLongAsTheServerAsks() {
        server.image("shop/web", "1", "x");
        server.answerNext(1, 429, "Retry-After", "1");
        Deadline watch = soon();

        assertThat(manifest(anonymous(), "shop/web:1")).isPresent();
        assertThat(watch.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    public void doesNotWaitForWhatIsAfterTheDeadline() {
        String later = ZonedDateTime.now(ZoneOffset.UTC).plusHours(1).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        server.answerNext(1, 429, "Retry-After", later);
        Deadline watch = soon();

        assertThatThrownBy(() -> manifest(anonymous(), "shop/web:1"))
                .isInstanceOfSatisfying(
                        ReleaseException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.TIMED_OUT.code()))
                .hasMessageContaining("its last answer was 429");
        assertThat(watch.elapsed()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    public void boundsABodyThatTrickles() {
        server.instead.add(e -> {
            e.sendResponseHeaders(200, 1000);
            e.getResponseBody().write('{');
            e.getResponseBody().flush();
            server.instead.add(x -> {});
            synchronized (server) {
                try {
                    server.wait(20_000);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        Deadline watch = Deadline.in(Duration.ofSeconds(1));

        assertThatThrownBy(() -> anonymous().manifest(reference("shop/web:1"), watch))
                .isInstanceOfSatisfying(
                        ReleaseException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.TIMED_OUT.code()));
        assertThat(watch.elapsed()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    public void refusesABodyThatIsTooLarge() {
        server.instead.add(e -> LocalRegistry.answer(e, 200, LocalRegistry.MANIFEST, new byte[9 << 20]));

        assertThatThrownBy(() -> manifest(anonymous(), "shop/web:1")).hasMessageContaining("more than 8388608 bytes");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    public void saysWhatItCannotReach() {
        server.close();

        assertThatThrownBy(() -> manifest(anonymous(), "shop/web:1"))
                .hasMessageContaining("the connection failed 5 times")
                .hasMessageContaining("Check the registry's host and port");
    }

    @Test
    public void saysThatItMayBePlainHttp() {
        RegistryCall call = RegistryCall.get("read x", "shop/web", "manifests/1", "*/*");

        assertThat(new RegistryErrors("r.example.com", ci(PASSWORD))
                        .unreachable(call, 1, new SSLException("Unsupported or unrecognized SSL message")))
                .hasMessageContaining("the connection failed 1 time (Unsupported or unrecognized SSL message)")
                .hasMessageContaining("If it speaks plain HTTP, mark it insecure");
    }

    @Test
    public void knowsDockerHubByAllItsNames() {
        Registries registries = new Registries(List.of(ci(PASSWORD)));

        assertThat(registries.of(ImageReference.parse("postgres:16")))
                .isSameAs(registries.of(ImageReference.parse("docker.io/acme/shop")))
                .isNotSameAs(registries.of(ImageReference.parse("ghcr.io/acme/shop")));
        assertThat(HttpRegistry.canonical("index.docker.io")).isEqualTo("registry-1.docker.io");
        assertThat(HttpRegistry.repository(ImageReference.parse("postgres:16"))).isEqualTo("library/postgres");
        assertThat(HttpRegistry.repository(ImageReference.parse("docker.io/acme/shop")))
                .isEqualTo("acme/shop");
        assertThat(HttpRegistry.repository(ImageReference.parse("ghcr.io/shop")))
                .isEqualTo("shop");
    }

    private void tokens(String field) {
        server.challenge =
                "Bearer realm=\"http://" + server.host() + "/token?x=1\",service=\"local\",scope=\"ignored\"";
        server.accepted = header -> header.equals("Bearer good");
        LocalRegistry.Handler token = e -> LocalRegistry.answer(
                e, 200, "application/json", LocalRegistry.bytes("{\"" + field + "\":\"good\",\"expires_in\":60}"));
        server.instead.add(e -> {
            e.getResponseHeaders().set("WWW-Authenticate", server.challenge);
            LocalRegistry.answer(e, 401, "application/json", LocalRegistry.bytes("{}"));
        });
        server.instead.add(token);
    }

    private Optional<Manifest> manifest(HttpRegistry registry, String name) {
        return registry.manifest(reference(name), soon());
    }

    private ImageReference reference(String name) {
        return ImageReference.parse(server.host() + "/" + name);
    }

    private HttpRegistry anonymous() {
        return new HttpRegistry(
                new RegistryLogin(server.host(), Optional.empty(), Optional.empty(), false), waits::add, Duration.ofMillis(1));
    }

    private HttpRegistry login(String password) {
        return new HttpRegistry(ci(password), waits::add, Duration.ofMillis(1));
    }

    private RegistryLogin ci(String password) {
        return new RegistryLogin(server.host(), Optional.of("ci"), Optional.of(Secret.of(password)), false);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(15));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
