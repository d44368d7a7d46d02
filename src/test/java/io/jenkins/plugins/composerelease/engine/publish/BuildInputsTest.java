package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class BuildInputsTest {
    private static final BuildRecipe WEB = BuildRecipe.in("web").withArgs(Map.of("A", "1", "B", "2"));

    @Test
    public void areTheSameHoweverTheRecipeIsWritten() {
        BuildRecipe other = BuildRecipe.in("./web/.").withArgs(Map.of("B", "2", "A", "1"));
        assertThat(inputs(other).digest()).isEqualTo(inputs(WEB).digest()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    public void changeWithAllThatDecidesAboutTheImage() {
        List<BuildRecipe> others = List.of(
                BuildRecipe.in("web"),
                WEB.withArgs(Map.of("A", "1", "B", "3")),
                WEB.withLabels(Map.of("team", "x")),
                WEB.withPlatforms(List.of("linux/arm64")),
                WEB.withSecrets(Map.of("npm", Secret.of("one"))));
        assertThat(others)
                .extracting(recipe -> inputs(recipe).digest())
                .doesNotHaveDuplicates()
                .doesNotContain(inputs(WEB).digest());
    }

    @Test
    public void tellNothingOfSecretsButTheirIds() {
        BuildRecipe one = WEB.withSecrets(Map.of("npm", Secret.of("one")));
        BuildRecipe two = WEB.withSecrets(Map.of("npm", Secret.of("two")));
        assertThat(inputs(one).digest()).isEqualTo(inputs(two).digest());
        assertThat(inputs(one).text()).contains("\"secrets\":\"npm\"");
    }

    @Test
    public void sayWhichOfThemDiffer() {
        BuildRecipe other = WEB.withArgs(Map.of("A", "1", "B", "3")).withPlatforms(List.of("linux/arm64"));
        assertThat(BuildInputs.difference(inputs(WEB).text(), inputs(other).text()))
                .containsExactly("argument B", "platforms");
        assertThat(BuildInputs.difference(inputs(WEB).text(), inputs(WEB).text()))
                .isEmpty();
        assertThat(BuildInputs.difference(inputs(WEB).text(), "no JSON")).isEmpty();
        assertThat(BuildInputs.difference("", inputs(WEB).text())).isEmpty();
    }

    private static BuildInputs inputs(BuildRecipe recipe) {
        return new BuildInputs(recipe);
    }
}
