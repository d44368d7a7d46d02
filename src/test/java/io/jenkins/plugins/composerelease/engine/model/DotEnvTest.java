package io.jenkins.plugins.composerelease.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class DotEnvTest {
    @Test
    public void readsEachLineInItsOrder() {
        assertThat(parse("""
                # the database
                DB_USER=shop

                export DB_PASSWORD=pa$$w"o'rd\\n#1
                TOKEN=geheim\t# a comment
                  EMPTY=
                EMPTY_TOO=   # nothing
                SPACED = a b\t
                COLOUR=#fff
                URL=postgres://u:p@h/db?x=#y
                """))
                .containsExactly(
                        Map.entry("DB_USER", "shop"),
                        Map.entry("DB_PASSWORD", "pa$$w\"o'rd\\n#1"),
                        Map.entry("TOKEN", "geheim"),
                        Map.entry("EMPTY", ""),
                        Map.entry("EMPTY_TOO", ""),
                        Map.entry("SPACED", "a b"),
                        Map.entry("COLOUR", "#fff"),
                        Map.entry("URL", "postgres://u:p@h/db?x=#y"));
    }

    @Test
    public void takesSingleQuotesLiterallyAndInterpolatesNothing() {
        assertThat(parse("A=' ${HOME} \\n \"x\" # y '  # comment\nB=$HOME"))
                .containsExactly(Map.entry("A", " ${HOME} \\n \"x\" # y "), Map.entry("B", "$HOME"));
    }

    @Test
    public void knowsTheEscapesOfDoubleQuotes() {
        assertThat(parse("A=\"1\\n2\\r3\\t4\\\"5\\\\6\\$7\\x8 # 9 \"\nB=\"\""))
                .containsExactly(Map.entry("A", "1\n2\r3\t4\"5\\6$7\\x8 # 9 "), Map.entry("B", ""));
    }

    @Test
    public void letsAQuotedValueSpanLines() {
        assertThat(parse("KEY='-----BEGIN X-----\nAA=\n-----END X-----\n'\nTWO=\"a\nb\"\nC=c"))
                .containsExactly(
                        Map.entry("KEY", "-----BEGIN X-----\nAA=\n-----END X-----\n"),
                        Map.entry("TWO", "a\nb"),
                        Map.entry("C", "c"));
    }

    @Test
    public void readsWhatWindowsWrites() {
        assertThat(parse("\uFEFFA=a\r\n# x\r\nB='1\r\n2'\r\n"))
                .containsExactly(Map.entry("A", "a"), Map.entry("B", "1\n2"));
        assertThat(parse("A=ö😀\n")).containsExactly(Map.entry("A", "ö😀"));
        assertThat(parse("")).isEmpty();
    }

    /** What is cut off would be a part of a secret that nothing hides. */
    @Test
    public void cutsNoValueWhereACommentMayBeNone() {
        for (String value : List.of(
                "{\"a\": \"b #hunter22\"}",
                "[1, #hunter22]",
                "x({y} #hunter22",
                "pa\"ss #hunter22",
                "it's\t# hunter22",
                "a=\"b\\\" #hunter22\"")) {
            refused("A=1\nB=" + value + "\nC=3", "Line 2", "' #'", "single quotes");
        }
        assertThat(parse("""
                A={"a": [1, "it's ("]} # closed
                B=)a } # never open
                C="a b" # after the quotes
                D={"a": "b#c"}
                E='{"a": "b # c"}'
                """))
                .containsExactly(
                        Map.entry("A", "{\"a\": [1, \"it's (\"]}"),
                        Map.entry("B", ")a }"),
                        Map.entry("C", "a b"),
                        Map.entry("D", "{\"a\": \"b#c\"}"),
                        Map.entry("E", "{\"a\": \"b # c\"}"));
    }

    /** Old Macs ended lines so; to other readers it is part of the value, or of a comment. */
    @Test
    public void refusesACarriageReturnThatEndsNoLine() {
        refused("A=1\rB=hunter22\r", "Line 1", "carriage return", "line ends");
        refused("A=1\n# x\rB=hunter22", "Line 2", "carriage return");
        refused("A=1\r\nB='hunter\r22'\r\n", "Line 2", "carriage return");
    }

    /** A file of another kind may be the secret as a whole. */
    @Test
    public void namesTheLineAndNothingOfItsText() {
        refused("A=1\nhunter22\n", "Line 2", "NAME=value");
        refused("A=1\n\n\nhunter-22=x", "Line 4", "NAME=value");
        refused("export 1=hunter22", "Line 1", "NAME=value");
        refused("A='x\ny'\nB=\"hunter22\n\n", "Line 3", "never closed");
        refused("A='hunter'22\n", "Line 1", "after the closing quote", "write \\\" for one");
        refused("A='\n'hunter22\n", "Line 2", "after the closing quote");
        refused("hunter22=1\nB=2\nhunter22=3", "Line 3", "earlier line");
        refused("A=1\nB=hunter22\0\n", "NUL");
        assertThatThrownBy(() -> DotEnv.parse(Secret.of(new byte[] {'A', '=', (byte) 0xff})))
                .hasMessageContaining("not UTF-8")
                .hasNoCause();
    }

    @Test
    public void hidesNoOrdinaryText() {
        for (String value : List.of(
                "", " ", "ab", " a ", "4", "8080", "65535", "-1", "0.25", "TRUE", "no", "production", "localhost")) {
            assertThat(DotEnv.isOrdinary("MODE", Secret.of(value))).as(value).isTrue();
        }
        for (String value : List.of("abc", "123456", "hunter22", "true!", "productions", "shop", "\0\0\0\0")) {
            assertThat(DotEnv.isOrdinary("MODE", Secret.of(value))).as(value).isFalse();
        }
    }

    @Test
    public void hidesWeakSecretsWhoseNameSaysThatTheyAre() {
        for (String name : List.of(
                "ADMIN_PASSWORD",
                "db_password",
                "PGPASSWORD",
                "PIN",
                "SMS_PIN",
                "PINCODE",
                "API_TOKEN",
                "SESSION_SECRET")) {
            for (String value : List.of("debug", "4711", "90210", "12345", "production", "localhost", "0.25")) {
                assertThat(DotEnv.isOrdinary(name, Secret.of(value)))
                        .as(name + "=" + value)
                        .isFalse();
            }
            for (String value : List.of("", "ab", "42", "true", "no", "None")) { // MYSQL_ALLOW_EMPTY_PASSWORD=true
                assertThat(DotEnv.isOrdinary(name, Secret.of(value)))
                        .as(name + "=" + value)
                        .isTrue();
            }
        }
        for (String name : List.of("PORT", "SPIN", "PASSWORD_MIN_LENGTH", "CACHE_KEY", "PUBLIC_KEY")) {
            assertThat(DotEnv.isOrdinary(name, Secret.of("8080"))).as(name).isTrue();
        }
    }

    private static void refused(String file, String... expected) {
        assertThatThrownBy(() -> parse(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(expected)
                .hasMessageNotContaining("hunter");
    }

    private static Map<String, String> parse(String file) {
        Map<String, String> read = new LinkedHashMap<>();
        DotEnv.parse(Secret.of(file)).forEach((name, value) -> read.put(name, value.reveal()));
        return read;
    }
}
