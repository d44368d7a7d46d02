package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class PlanPrintsTest {
    private static final TargetStore.State NEW = state(Optional.empty());
    private static final TargetStore.State KNOWN = state(Optional.of("the target's key"));

    @Test
    public void rotationOfOneOfTwoSecretsOfTheSameNameIsSeen() {
        Map<String, String> before = secrets("first-f", "first-e", KNOWN);

        assertThat(before).containsOnlyKeys("file token", "env token");
        assertThat(secrets("second-f", "first-e", KNOWN))
                .doesNotContainEntry("file token", before.get("file token"))
                .containsEntry("env token", before.get("env token"));
        assertThat(secrets("first-f", "second-e", KNOWN)).isNotEqualTo(before);
    }

    /** Before a target has a key, its engine's id stands for it: a rotation between plan and deploy is seen all the same. */
    @Test
    public void firstPlanIsKeyedToo() {
        Map<String, String> first = secrets("first-f", "first-e", NEW);

        assertThat(secrets("first-f", "first-e", NEW)).isEqualTo(first);
        assertThat(secrets("second-f", "first-e", NEW).get("file token")).isNotEqualTo(first.get("file token"));
        assertThat(PlanPrints.hash(NEW, engine("another")).of("x"))
                .isNotEqualTo(PlanPrints.hash(NEW, engine("one")).of("x"));
        assertThat(PlanPrints.files(
                        Map.of("prod.env", "aa"), ForgottenSecretsTest.target(Map.of(), List.of()), hash(NEW)))
                .doesNotContainValue("aa");
    }

    /** Nobody releases there, but a hash that anybody could compute must not be shown either. */
    @Test
    public void withoutAnEngineTheKeyIsRandom() {
        assertThat(PlanPrints.hash(NEW, HostFacts.parse("", Instant.EPOCH)).of("x"))
                .isNotEqualTo(
                        PlanPrints.hash(NEW, HostFacts.parse("", Instant.EPOCH)).of("x"));
    }

    /** Whoever reads a plan could try what an env file says against its plain hash. */
    @Test
    public void envFilesAreKeyedAndOtherFilesAreNot() {
        Map<String, String> files = Map.of("prod.env", "aa", "site.conf", "bb");

        Map<String, String> shown =
                PlanPrints.files(files, ForgottenSecretsTest.target(Map.of(), List.of()), hash(KNOWN));

        assertThat(shown)
                .containsEntry("site.conf", "bb")
                .containsKey("prod.env")
                .doesNotContainValue("aa");
        assertThat(PlanPrints.files(
                        Map.of("prod.env", "ab"), ForgottenSecretsTest.target(Map.of(), List.of()), hash(KNOWN)))
                .doesNotContainValue(shown.get("prod.env"));
    }

    private static Map<String, String> secrets(String file, String variable, TargetStore.State state) {
        return PlanPrints.secrets(
                ForgottenSecretsTest.target(
                        Map.of(),
                        List.of(
                                new SecretBinding(Kind.FILE, "token", Secret.of(file)),
                                new SecretBinding(Kind.ENV, "token", Secret.of(variable)))),
                hash(state));
    }

    private static KeyedHash hash(TargetStore.State state) {
        return PlanPrints.hash(state, engine("one"));
    }

    private static HostFacts engine(String id) {
        return HostFacts.parse("engineid=" + id, Instant.EPOCH);
    }

    private static TargetStore.State state(Optional<String> key) {
        return new TargetStore.State(Optional.empty(), key, List.of());
    }
}
