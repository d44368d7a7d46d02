package io.jenkins.plugins.composerelease.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.SSLException;
import org.junit.Test;

public class HttpRegistryRetryTest extends HttpRegistryFixture {
    @Test
    public void tellsWhyItWaits() {
        server.image("shop/web", "1", "x");
        server.answerNext(1, 429, "Retry-After", "1");

        manifest(anonymous(), "shop/web:1");

        assertThat(waits)
                .singleElement()
                .asString()
                .contains("registry '" + server.host() + "': could not read the manifest of ")
                .endsWith("its last answer was 429 X: no; trying again in 1.0 s");
    }

    @Test
    public void doesNotWaitForHours() {
        server.answerNext(1, 429, "Retry-After", "7200");
        Deadline watch = Deadline.in(Duration.ofHours(3));

        assertThatThrownBy(() -> anonymous().manifest(reference("shop/web:1"), watch))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("it asks to come back in 120 min 0 s, longer than 5 min 0 s");
        assertThat(watch.elapsed()).isLessThan(Duration.ofSeconds(10));
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
}
