package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.rules.TemporaryFolder;

/** A workspace with published images and a target, before an engine that only remembers what it is told. */
final class ReleaseWorkspace extends TemporaryFolder {
    static final String SECRET = "hunter22";

    private final FakeReleases engine = new FakeReleases();

    @Override
    protected void before() throws Throwable {
        super.before();
        Files.writeString(file("compose.yaml"), "services: {}\n");
        configure("");
        PublishedImage image = new PublishedImage(
                "shop/web",
                FakeReleases.IMAGE,
                List.of("abcdef0123"),
                Optional.of("abcdef0123"),
                1000,
                List.of("linux/amd64"),
                false,
                List.of("web"),
                Optional.of("WEB_IMAGE"));
        ReleaseImages.of("shop", "abcdef0123", Optional.of("main"), List.of(image))
                .write(file("release-images.json"));
    }

    FakeReleases engine() {
        return engine;
    }

    Path file(String name) {
        return getRoot().toPath().resolve(name);
    }

    /**
     * Writes the configuration.
     *
     * @param more more keys of the target
     */
    void configure(String more) throws IOException {
        Files.writeString(file("release.yaml"), """
                application: shop
                secrets:
                  - {env: TOKEN, value: "env:TOKEN"}
                targets:
                  production:
                    host: web1.example.com
                    user: deploy
                    directory: /srv/shop
                    files: [compose.yaml]
                %s""".formatted(more.indent(4)));
    }

    CliRun cli() {
        return cliWithoutSecrets().withVariable("TOKEN", SECRET);
    }

    CliRun cliWithoutSecrets() {
        return CliRun.in(getRoot().toPath()).with(engine);
    }

    void refused(String expected, String... args) {
        CliRun run = cli().execute(args);
        assertThat(run.err()).contains(expected);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }
}
