package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.Test;

public class EnvFileTest {
    @Test
    public void readsQuotesCommentsAndReferences() {
        Map<String, String> variables = EnvFile.parse("""
                # A=commented
                PLAIN=a b  # said
                HASH=a#b
                EMPTY=
                  export SINGLE='a $PLAIN # b'
                DOUBLE="${OUTER}/$PLAIN" # said
                YAML: c
                DEFAULTS=${NONE:-d}${NONE-e}${EMPTY:-f}${EMPTY-g}${NONE:+h}${PLAIN:+i}$NONE
                =no name
                nothing
                """, name -> name.equals("OUTER") ? "out" : null);

        assertThat(variables)
                .containsExactly(
                        Map.entry("PLAIN", "a b"),
                        Map.entry("HASH", "a#b"),
                        Map.entry("EMPTY", ""),
                        Map.entry("SINGLE", "a $PLAIN # b"),
                        Map.entry("DOUBLE", "out/a b"),
                        Map.entry("YAML", "c"),
                        Map.entry("DEFAULTS", "defi"));
    }
}
