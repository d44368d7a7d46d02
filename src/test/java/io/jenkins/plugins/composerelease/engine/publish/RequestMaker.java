package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Requests of tests that say only what matters to them. */
final class RequestMaker {
    static final String REVISION = "abcdef0123".repeat(4);

    private Path workspace = Path.of("/workspace");
    private RegistryLogin registry = new RegistryLogin("r.example.com", Optional.empty(), Optional.empty(), false);
    private final List<ImageSpec> images;
    private TagOptions tagging = TagOptions.of(List.of("sha"));
    private GitState git = GitState.of(REVISION, Optional.of("main"), Optional.empty(), Optional.empty(), List.of());
    private Optional<String> version = Optional.empty();
    private PublishMode mode = PublishMode.NORMAL;

    private RequestMaker(List<ImageSpec> images) {
        this.images = images;
    }

    /** Of the branch {@code main}, to {@code r.example.com}, by the rule {@code sha}. */
    static RequestMaker of(ImageSpec... images) {
        return new RequestMaker(List.of(images));
    }

    /** The same but for what is said. */
    static RequestMaker like(PublishRequest request) {
        return new RequestMaker(request.images())
                .in(request.workspace(), request.git())
                .to(request.registry())
                .tagged(request.tagging())
                .version(request.version())
                .mode(request.mode());
    }

    static ImageSpec image(String name, BuildRecipe recipe) {
        return new ImageSpec(name, recipe, List.of(), Optional.empty(), Tagging.RELEASE);
    }

    RequestMaker in(Path directory, GitState state) {
        workspace = directory;
        git = state;
        return this;
    }

    RequestMaker in(GitWorkspace files) {
        return in(files.directory(), files.state("BRANCH_NAME", "main"));
    }

    RequestMaker to(RegistryLogin login) {
        registry = login;
        return this;
    }

    RequestMaker tagged(TagOptions options) {
        tagging = options;
        return this;
    }

    RequestMaker version(Optional<String> released) {
        version = released;
        return this;
    }

    RequestMaker mode(PublishMode asked) {
        mode = asked;
        return this;
    }

    PublishRequest make() {
        return new PublishRequest(
                workspace, registry, images, tagging, git, version, "main", mode, PublishRequest.DEFAULT_PARALLEL);
    }
}
