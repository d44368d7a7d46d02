package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.adapter.registry.HttpRegistry;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.engine.publish.GitWorkspace;
import io.jenkins.plugins.composerelease.engine.publish.PublishMode;
import io.jenkins.plugins.composerelease.engine.publish.PublishRequest;
import io.jenkins.plugins.composerelease.engine.publish.Publisher;
import io.jenkins.plugins.composerelease.engine.publish.TagOptions;
import io.jenkins.plugins.composerelease.testing.SilentLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Images to publish, each with a directory of its own in a repository of this benchmark. */
final class PublishStack implements AutoCloseable {
    static final TestBed BED = TestBed.get();
    private static final LocalRunner AGENT = BED.agent();

    private final String prefix = TestBed.unique("bench");
    private final GitWorkspace workspace;
    private final List<ImageSpec> images = new ArrayList<>();

    /**
     * @param from what the images are built from
     * @param layers of each image, over those of that
     */
    PublishStack(int count, String from, int layers, Path directory) {
        workspace = new GitWorkspace(directory);
        for (int i = 1; i <= count; i++) {
            String context = "image" + i;
            StringBuilder dockerfile = new StringBuilder("FROM " + from + "\n");
            for (int layer = 1; layer <= layers; layer++) {
                workspace.write(context + "/file" + layer, context + " " + layer);
                dockerfile.append("COPY data file" + layer + " /layer" + layer + "/\n");
            }
            workspace.write(context + "/Dockerfile", dockerfile.toString());
            images.add(new ImageSpec(
                    prefix + "-" + i,
                    BuildRecipe.in(context),
                    List.of(),
                    Optional.empty(),
                    new Tagging(List.of(), Optional.empty())));
        }
    }

    List<String> names() {
        return images.stream().map(ImageSpec::name).toList();
    }

    Path directory() {
        return workspace.directory();
    }

    /** The next commit has this content in each image. */
    void write(byte[] data) throws IOException {
        for (int i = 1; i <= images.size(); i++) {
            byte[] own = data.clone();
            own[0] = (byte) i;
            Files.write(workspace.directory().resolve("image" + i + "/data"), own);
        }
    }

    GitWorkspace workspace() {
        return workspace;
    }

    /** The registry by its own address, or by that of a proxy. */
    static RegistryLogin login(String host) {
        return new RegistryLogin(host, Optional.of(BED.registryUser()), Optional.of(BED.registryPassword()), true);
    }

    PublishRequest request(String host, PublishMode mode, int parallel) {
        return new PublishRequest(
                workspace.directory(),
                login(host),
                images,
                TagOptions.of(List.of("sha", "branch")),
                workspace.state("BRANCH_NAME", "main"),
                Optional.empty(),
                "main",
                mode,
                parallel);
    }

    /** As one publish has it: nothing is known from an earlier one. */
    static Publisher publisher(String host) {
        return new Publisher(AGENT, new HttpRegistry(login(host)), BED.agentEnvironment(), new SilentLog());
    }

    static void docker(String... argv) {
        AGENT.require(Command.of("use Docker", "docker").withArguments(List.of(argv)), limit());
    }

    static Deadline limit() {
        return Deadline.in(Duration.ofMinutes(5));
    }

    @Override
    public void close() {
        for (String name : names()) {
            String filter = "reference=*/" + name;
            Command list = Command.of("list images", "docker", "image", "ls", "--quiet", "--filter", filter);
            AGENT.require(list, limit())
                    .output()
                    .lines()
                    .distinct()
                    .forEach(id -> docker("image", "rm", "--force", id));
        }
    }
}
