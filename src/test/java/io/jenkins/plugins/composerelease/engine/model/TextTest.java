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

    @Test
    public void marksWhereATextWasCut() {
        assertThat(Text.cut("0123456789", 10)).isEqualTo("0123456789");
        assertThat(Text.cut("01234567890", 10)).isEqualTo("0123456...");
        assertThat(Text.printable("x".repeat(201))).isEqualTo("x".repeat(200) + "...");
    }
}
