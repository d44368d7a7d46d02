package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.registry.HttpRegistry;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.testing.Fault;
import io.jenkins.plugins.composerelease.testing.FaultyProxy;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Publishes by a real Docker engine to a real registry behind a proxy that breaks requests. */
public class PublisherFaultsIT extends PublisherFixture {
    private static final String PUSH = "PUT .*/manifests/_incoming";
    private static final Fault BUSY = Fault.status("503 Service Unavailable", "UNAVAILABLE");
    private static final Fault BROKEN = Fault.status("500 Internal Server Error", "UNKNOWN");

    private FaultyProxy proxy;

    @Before
    public void startProxy() throws IOException {
        proxy = new FaultyProxy(bed.registry());
    }

    @After
    public void stopProxy() throws IOException {
        proxy.close();
    }

    @Test
    public void getsThroughWhatPasses() {
        proxy.next(1, "GET .*/manifests/[0-9a-f]{40}$", BUSY);
        proxy.next(1, "GET .*/manifests/[0-9a-f]{40}$", Fault.reset());
        proxy.next(1, "GET /v2/$", BROKEN); // the login's
        proxy.next(1, "POST .*/blobs/uploads/", BUSY);
        proxy.next(1, PUSH, Fault.reset());
        proxy.next(1, PUSH, BROKEN);

        PublishedImage image = publish(soon());

        assertThat(proxy.left()).as("faults that were met").isZero();
        assertThat(digest(workspace.state().sha())).isEqualTo(image.reference().digest());
    }

    /** Each question costs a round trip, which is all that a publish with nothing to do costs. */
    @Test
    public void asksForTheImageOnceWhenNothingChanged() {
        publish(soon());
        proxy.reset();

        assertThat(publish(soon()).reused()).isTrue();

        String manifest =
                "GET /v2/" + repository + "/manifests/" + workspace.state().sha();
        assertThat(proxy.requests().stream().map(request -> request.replaceFirst("sha256:.*", "DIGEST")))
                .as("refused without login, then answered")
                .containsExactly(manifest, manifest, "GET /v2/" + repository + "/blobs/DIGEST");
        assertThat(proxy.blobBytesUp()).isZero();
    }

    @Test
    public void pushesAgainWhenTheRegistryAskedTo() {
        String date = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(6).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        proxy.next(1, PUSH, tooMany("Retry-After: 2"));
        proxy.next(1, "HEAD .*/manifests/_incoming", tooMany("Retry-After: 3"));
        proxy.next(1, "HEAD .*/manifests/_incoming", tooMany("Retry-After: " + date));
        Deadline watch = soon();

        PublishedImage image = publish(watch);

        assertThat(digest(workspace.state().sha())).isEqualTo(image.reference().digest());
        assertThat(watch.elapsed()).isGreaterThan(Duration.ofSeconds(4));
        assertThat(log.lines())
                .anyMatch(line -> line.contains("Docker could not go on: toomanyrequests"))
                .anyMatch(line -> line.contains("429") && line.endsWith("trying again in 3.0 s"));
        assertThat(proxy.requests().stream()
                        .filter(request -> request.endsWith("/manifests/_incoming"))
                        .map(request -> request.split(" ")[0])
                        .distinct())
                .containsExactly("PUT", "HEAD");
    }

    @Test
    public void endsAtOnceWhenThePushIsRefused() {
        proxy.next(9, PUSH, Fault.status("403 Forbidden", "DENIED"));

        assertThatThrownBy(() -> publish(soon()))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("Could not push " + proxy.host() + "/" + repository)
                .hasMessageContaining("said by the proxy");
        assertThat(proxy.left()).as("a refusal is not repeated").isEqualTo(8);
        assertThat(digest(workspace.state().sha())).isEmpty();
    }

    @Test
    public void endsBeforeTheDeadlineWhenNothingPasses() {
        proxy.next(99, PUSH, BROKEN);
        Deadline watch = Deadline.in(Duration.ofSeconds(15));

        assertThatThrownBy(() -> publish(watch))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining("500 Internal Server Error");
        assertThat(watch.elapsed()).isLessThan(Duration.ofSeconds(20));
        assertThat(digest(workspace.state().sha())).isEmpty();
    }

    @Test
    public void readsThroughSlowAndCutAnswers() {
        PublishedImage image = publish(spec(), Optional.empty()).get(0);
        proxy.next(1, "GET .*/manifests/.* authorized", Fault.cutAfter(100));
        proxy.next(1, "GET .*/manifests/.* authorized", Fault.slow(2000));
        proxy.next(1, "GET .*/blobs/.* authorized", Fault.cutAfter(10));
        proxy.next(1, "GET .*/blobs/.* authorized", Fault.slow(2000));

        PublishedImage again = publish(soon());

        assertThat(again.reused()).isTrue();
        assertThat(again.reference().digest()).isEqualTo(image.reference().digest());
        assertThat(proxy.left()).isZero();
        assertThat(proxy.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    public void believesNoContentThatIsNotItsDigest() {
        publish(spec(), Optional.empty());
        proxy.next(1, "GET .*/manifests/.* authorized", Fault.forged());
        assertThatThrownBy(() -> publish(soon())).hasMessageContaining(", expected sha256:");

        proxy.next(1, "GET .*/blobs/.* authorized", Fault.forged());
        assertThatThrownBy(() -> publish(soon())).hasMessageContaining(", expected sha256:");
    }

    private PublishedImage publish(Deadline deadline) {
        RegistryLogin login = new RegistryLogin(
                proxy.host(), Optional.of(bed.registryUser()), Optional.of(bed.registryPassword()), true);
        PublishRequest request = RequestMaker.like(request(List.of(spec()), workspace.state(), PublishMode.NORMAL))
                .to(login)
                .make();
        Publisher publisher =
                new Publisher(docker, new HttpRegistry(login, log::progress), bed.agentEnvironment(), log);
        return publisher.publish(request, deadline).get(0);
    }

    private static Fault tooMany(String header) {
        return Fault.status("429 Too Many Requests", "TOOMANYREQUESTS", header);
    }
}
