package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.deploy.DeployImages;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The images of the application that is released while things break. */
final class FaultImages {
    /** Its health check fails. */
    static final String UNHEALTHY = "unhealthy";
    /** It ends at once, each time it is started. */
    static final String CRASHING = "crashing";
    /** It is healthy, and what it answers is not the application. */
    static final String WRONG = "wrong";
    /** What it says of its architecture is a lie: the kernel refuses its program. */
    static final String FOREIGN = "foreign";

    /** What it says is that it is for another machine. */
    static final String OTHER_MACHINE = "other";

    private static final TestBed BED = TestBed.get();
    private static final Map<String, PublishedImage> BUILT = new ConcurrentHashMap<>();

    private FaultImages() {}

    /**
     * A version of the application, by the address that the host asks for it. With {@code HOLD=health} it becomes healthy,
     * with {@code HOLD=verify} it answers {@code /go}, when somebody makes the file {@code /www/go}.
     */
    static PublishedImage web(String registry, String version) {
        PublishedImage image = BUILT.computeIfAbsent(version, FaultImages::build);
        ImageReference there =
                ImageReference.parse(image.reference().toString().replace(BED.registry() + "/", registry + "/"));
        return new PublishedImage(
                "web",
                there,
                List.of(),
                Optional.empty(),
                1000,
                List.of(),
                false,
                List.of("web"),
                Optional.of("WEB_IMAGE"));
    }

    /** A good version that nobody else uses. */
    static String once() {
        return "once-" + System.nanoTime();
    }

    /** Takes a version from the registry. */
    static void delete(String version) throws IOException, InterruptedException {
        String user = BED.registryUser() + ":" + BED.registryPassword().reveal();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + BED.registry() + "/v2/deployit/fault/manifests/"
                                + BUILT.get(version).reference().digest().orElseThrow()))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                .DELETE()
                .build();
        int status = HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isEqualTo(202);
    }

    /** The version that a reference stands for. */
    static String version(String reference) {
        return BUILT.entrySet().stream()
                .filter(entry ->
                        reference.endsWith(entry.getValue().reference().digest().orElseThrow()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(reference);
    }

    private static PublishedImage build(String version) {
        return version.equals(OTHER_MACHINE)
                ? DeployImages.build("fault:" + version, "FROM scratch\nCMD [\"/app\"]\n", "--platform", "linux/s390x")
                : DeployImages.build("fault:" + version, dockerfile(version));
    }

    private static String dockerfile(String version) {
        if (version.equals(FOREIGN)) { // the same file for another machine: byte 18 of an ELF header says for which
            return "FROM " + BED.baseImage() + "\nRUN cp /bin/busybox /app && printf '\\000\\026' |"
                    + " dd of=/app bs=1 seek=18 conv=notrunc 2>&1\nENTRYPOINT [\"/app\"]\n";
        }
        return """
                FROM %s
                RUN mkdir /www && echo %s > /www/VERSION
                HEALTHCHECK --interval=200ms --timeout=60s --retries=3 CMD ! grep -q unhealthy /www/VERSION && \
                  while test "$HOLD" = health && ! test -f /www/go; do sleep 0.1; done; \
                  ! grep -q unhealthy /www/VERSION && busybox wget -q -O /dev/null http://127.0.0.1:8080/VERSION
                STOPSIGNAL SIGKILL
                CMD if grep -q crashing /www/VERSION; then exit 3; fi; test -n "$HOLD" || touch /www/go; \
                  exec busybox httpd -f -p 8080 -h /www
                """.formatted(BED.baseImage(), version);
    }
}
