package io.jenkins.plugins.composerelease.engine.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.junit.Test;

public class MaskerCacheTest {
    @Test
    public void givesEverybodyWithTheSameSecretsTheSameMasker() {
        Masker first = Masker.shared(Map.of("'a'", Secret.of("hunter2")));
        assertThat(Masker.shared(Map.of("number 1", Secret.of("hunter2")))).isSameAs(first);
        Masker other = Masker.shared(Map.of("'a'", Secret.of("hunter3")));
        assertThat(other.mask("hunter2 hunter3")).isEqualTo("hunter2 ****");
        assertThat(first.mask("hunter2 hunter3")).isEqualTo("**** hunter3");
    }

    @Test
    public void refusesWhatCannotBeMaskedEachTime() {
        for (String name : new String[] {"'a'", "'b'"}) {
            assertThatThrownBy(() -> Masker.shared(Map.of(name, Secret.of("ab"))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Secret " + name);
        }
    }

    @Test
    public void keepsNoMaskerThatNobodyUses() {
        WeakReference<Masker> unused = new WeakReference<>(Masker.shared(Map.of("'a'", Secret.of("used no more"))));
        await().until(() -> {
            System.gc();
            return unused.get() == null;
        });
    }
}
