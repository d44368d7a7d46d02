package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.wait.ComposeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class ComposeImagesTest {
    private static final Path WORKSPACE = Path.of("/ws");

    @Test
    public void makesOneImageOfServicesThatShareIt() {
        List<ImageSpec> images = images("""
                "web": {"image": "shop/app:dev", "build": {"context": "/ws/app"}},
                "worker": {"image": "shop/app:dev", "build": {"context": "/ws/app"}},
                "beat": {"image": "shop/app:dev"},
                "old": {"image": "shop/app:1.0"},
                "Front_End": {"build": {"context": "/ws"}},
                "db": {"image": "postgres:16"}
                """);

        assertThat(images).extracting(ImageSpec::name).containsExactly("shop/app", "shop/front_end");
        assertThat(images.get(0).services()).containsExactly("web", "worker", "beat");
        assertThat(images.get(0).build().context()).isEqualTo("app");
        assertThat(images.get(1).build().context()).isEqualTo(".");
    }

    @Test
    public void refusesOneNameForDifferentImages() {
        assertThatThrownBy(() -> images("""
                "web": {"image": "shop/app", "build": {"context": "/ws/app"}},
                "worker": {"image": "shop/app:w", "build": {"context": "/ws/worker"}}
                """))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'web' and 'worker' build different images under the name 'shop/app'");
    }

    @Test
    public void takesImagesOfTheReleasesRegistryOnly() {
        String service = "\"web\": {\"image\": \"%s\", \"build\": {\"context\": \"/ws\"}}";
        assertThat(images(service.formatted("r.example.com/shop/web:1")).get(0).name())
                .isEqualTo("shop/web");
        assertThatThrownBy(() -> images(service.formatted("ghcr.io/shop/web")))
                .hasMessageContaining(
                        "builds image 'ghcr.io/shop/web', expected one of the release's registry" + " 'r.example.com'");
    }

    @Test
    public void buildsForThePlatformThatTheServiceRunsOn() {
        String web = "\"web\": {\"platform\": \"linux/amd64\", \"build\": {\"context\": \"/ws\", \"platforms\": [%s]}}";

        assertThat(images(web.formatted("")).get(0).build().platforms()).containsExactly("linux/amd64");
        assertThat(images(web.formatted("\"linux/arm64\", \"linux/amd64\""))
                        .get(0)
                        .build()
                        .platforms())
                .containsExactly("linux/arm64", "linux/amd64");
        assertThatThrownBy(() -> images(web.formatted("\"linux/arm64\"")))
                .hasMessageContaining("'web' runs on platform 'linux/amd64', which its 'build.platforms' do not name");
    }

    @Test
    public void namesTheServiceWhoseImageIsNotValid() {
        assertThatThrownBy(() -> images("\"web\": {\"image\": \"shop/web:\", \"build\": {\"context\": \"/ws\"}}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Service 'web' builds image 'shop/web:': ");
    }

    @Test
    public void honoursWhatBuildSectionsSay() {
        BuildRecipe recipe = one("""
                {"context": "/ws/web", "dockerfile": "../docker/web.Dockerfile", "target": "production",
                 "args": {"PRICE": "5 $$", "NONE": null, "EMPTY": ""}, "labels": {"team": "x"},
                 "platforms": ["linux/amd64", "linux/arm64"], "network": "none",
                 "additional_contexts": {"lib": "/ws/lib", "base": "docker-image://debian:12"},
                 "ssh": ["default"], "extra_hosts": ["db=10.0.0.1"], "shm_size": "67108864",
                 "ulimits": {"nproc": {"single": 5}, "nofile": {"soft": 1, "hard": 2}},
                 "cache_from": ["r.example.com/x"], "cache_to": ["type=inline"], "no_cache": true, "pull": true,
                 "privileged": false, "x-note": "y", "tags": []}""");

        assertThat(recipe.file()).hasToString("docker/web.Dockerfile");
        assertThat(recipe.target()).contains("production");
        assertThat(recipe.args()).containsOnlyKeys("PRICE", "EMPTY").containsEntry("PRICE", "5 $");
        assertThat(recipe.labels()).containsEntry("team", "x");
        assertThat(recipe.platforms()).containsExactly("linux/amd64", "linux/arm64");
        assertThat(recipe.contexts()).containsEntry("lib", "lib").containsEntry("base", "docker-image://debian:12");
        assertThat(recipe.options().ssh()).containsExactly("default");
        assertThat(recipe.options().network()).contains("none");
        assertThat(recipe.options().extraHosts()).containsExactly("db=10.0.0.1");
        assertThat(recipe.options().shmSize()).contains("67108864");
        assertThat(recipe.options().ulimits()).containsEntry("nproc", "5:5").containsEntry("nofile", "1:2");
        assertThat(recipe.options().cacheFrom()).containsExactly("r.example.com/x");
        assertThat(recipe.options().cacheTo()).containsExactly("type=inline");
        assertThat(recipe.options().noCache() && recipe.options().pull()).isTrue();
    }

    @Test
    public void refusesByItsNameWhatItCannotHonour() {
        refused("{\"context\": \"/ws\", \"tags\": [\"shop/web:x\"]}", "has 'tags' in its 'build' section");
        refused("{\"context\": \"/ws\", \"dockerfile_inline\": \"FROM scratch\"}", "'dockerfile_inline'");
        refused("{\"context\": \"/ws\", \"privileged\": true}", "'privileged'");
        refused("{\"context\": \"/ws\", \"isolation\": \"hyperv\"}", "'isolation'");
        refused("{\"context\": \"/ws\", \"entitlements\": [\"security.insecure\"]}", "'entitlements'");
        refused("{\"context\": \"https://github.com/acme/shop.git\"}", "expected a directory");
        refused("{\"context\": \"/elsewhere\"}", "not in the workspace '/ws'");
        refused("{\"context\": \"/ws/web\", \"dockerfile\": \"../../x\"}", "dockerfile '../../x' is not valid");
        refused(
                "{\"context\": \"/ws\", \"additional_contexts\": {\"b\": \"service:base\"}}",
                "'service:base' among its 'build.additional_contexts'");
        refused("{\"context\": \"/ws\", \"platforms\": [\"arm64\"]}", "platform 'arm64' is not valid");
        refused("{\"context\": \"/ws\", \"secrets\": [{\"source\": \"gone\"}]}", "needs build secret 'gone': no gone");
    }

    @Test
    public void resolvesSecretsByTheirDefinitions() {
        BuildRecipe recipe = one("""
                {"context": "/ws", "secrets": [{"source": "npm"}, {"source": "key", "target": "ssh_key"},
                 {"source": "pip", "target": "/run/secrets/pip"}]}""");

        assertThat(recipe.secrets())
                .containsEntry("npm", Secret.of("variable NPM_TOKEN"))
                .containsEntry("ssh_key", Secret.of("file /ws/key"))
                .containsEntry("pip", Secret.of("variable PIP"));
    }

    @Test
    public void readsTheFormsOfEarlierComposes() {
        assertThat(images("\"web\": {\"build\": \"/ws/web\"}").get(0).build().context())
                .isEqualTo("web");
        BuildRecipe recipe = one("""
                {"context": "/ws", "args": ["A=1=2", "B"], "labels": ["x=y"], "ssh": {"default": null, "k": "/p"},
                 "extra_hosts": {"db": ["10.0.0.1"]}, "ulimits": {"nproc": 5}, "shm_size": 5}""");
        assertThat(recipe.args()).containsOnlyKeys("A").containsEntry("A", "1=2");
        assertThat(recipe.labels()).containsEntry("x", "y");
        assertThat(recipe.options().ssh()).containsExactly("default", "k=/p");
        assertThat(recipe.options().extraHosts()).containsExactly("db=10.0.0.1");
        assertThat(recipe.options().ulimits()).containsEntry("nproc", "5:5");
        assertThat(recipe.options().shmSize()).contains("5");
    }

    private static void refused(String build, String expected) {
        assertThatThrownBy(() -> one(build))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("Service 'web' ")
                .hasMessageContaining(expected);
    }

    private static BuildRecipe one(String build) {
        return images("\"web\": {\"build\": " + build + "}").get(0).build();
    }

    private static List<ImageSpec> images(String services) {
        String config = "{\"services\": {" + services + "}, \"secrets\": {\"npm\": {\"environment\": \"NPM_TOKEN\"},"
                + "\"key\": {\"file\": \"/ws/key\"}, \"pip\": {\"environment\": \"PIP\"}}}";
        return new ComposeImages(WORKSPACE, "shop", Optional.of("r.example.com"), ComposeImagesTest::secret)
                .of(ComposeConfig.parse(config));
    }

    private static Secret secret(String service, String name, Optional<String> file, Optional<String> variable) {
        return file.map(path -> Secret.of("file " + path))
                .or(() -> variable.map(text -> Secret.of("variable " + text)))
                .orElseThrow(() -> new InvalidInputException("no " + name + " for " + service, ""));
    }
}
