package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.adapter.registry.HttpRegistry;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** A workspace of its own, the test bed's engine and registry, and a publisher between them. */
public abstract class PublisherFixture {
    final TestBed bed = TestBed.get();
    final String repository = TestBed.unique("publish");
    final RecordingLog log = new RecordingLog();
    final DockerWatch docker = new DockerWatch(bed.agent());
    final HttpRegistry registry = new HttpRegistry(login(bed.registryPassword()));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    GitWorkspace workspace;

    @Before
    public void create() throws IOException {
        workspace = new GitWorkspace(folder.newFolder("shop").toPath());
        workspace.write("Dockerfile", "FROM scratch\nARG NAME=none\nCOPY page /page\n");
        workspace.write("page", repository);
        workspace.commit("one");
    }

    /** Also those that were pushed through another address of the registry. */
    @After
    public void removeImages() {
        Deadline deadline = soon();
        String ids = bed.agent()
                .require(
                        Command.of(
                                "list images",
                                "docker",
                                "image",
                                "ls",
                                "--quiet",
                                "--filter",
                                "reference=*/" + repository + "*"),
                        deadline)
                .output();
        for (String id : ids.lines().distinct().toList()) {
            bed.agent().run(Command.of("remove an image", "docker", "image", "rm", "--force", id), deadline);
        }
    }

    List<PublishedImage> publish(ImageSpec spec, Optional<String> version) {
        PublishRequest request = request(List.of(spec), workspace.state(), PublishMode.NORMAL);
        return publisher().publish(RequestMaker.like(request).version(version).make(), soon());
    }

    List<PublishedImage> publish(ImageSpec spec, GitState git) {
        return publisher().publish(request(List.of(spec), git, PublishMode.NORMAL), soon());
    }

    Publisher publisher() {
        return new Publisher(docker, registry, bed.agentEnvironment(), log);
    }

    PublishRequest request(List<ImageSpec> images, GitState git, PublishMode mode) {
        return RequestMaker.of(images.toArray(ImageSpec[]::new))
                .in(workspace.directory(), git)
                .to(login(bed.registryPassword()))
                .mode(mode)
                .make();
    }

    ImageSpec spec(String... tags) {
        return spec(repository, ".", Map.of(), tags);
    }

    static ImageSpec spec(String name, String context, Map<String, String> arguments, String... tags) {
        return new ImageSpec(
                name,
                BuildRecipe.in(context).withArgs(arguments),
                List.of("web"),
                Optional.of("WEB_IMAGE"),
                new Tagging(List.of(tags), Optional.empty()));
    }

    RegistryLogin login(Secret password) {
        return new RegistryLogin(bed.registry(), Optional.of(bed.registryUser()), Optional.of(password), true);
    }

    ImageReference reference(String tag) {
        return ImageReference.parse(bed.registry() + "/" + repository + ":" + tag);
    }

    Optional<Manifest> manifest(String tag) {
        return registry.manifest(reference(tag), soon());
    }

    Optional<String> digest(String tag) {
        return manifest(tag).map(Manifest::digest);
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(2));
    }
}
