package io.jenkins.plugins.composerelease.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class TextTest {
    @Test
    public void countsOneThingAndSeveral() {
        assertThat(Text.count(0, "secret file")).isEqualTo("0 secret files");
        assertThat(Text.count(1, "secret file")).isEqualTo("1 secret file");
        assertThat(Text.count(2, "secret file")).isEqualTo("2 secret files");
    }
}
