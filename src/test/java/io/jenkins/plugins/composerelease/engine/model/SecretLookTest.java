package io.jenkins.plugins.composerelease.engine.model;

import static io.jenkins.plugins.composerelease.engine.model.SecretLook.judge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jenkins.plugins.composerelease.engine.model.SecretLook.Reason;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public class SecretLookTest {
    @Test
    public void keysAndTokensAreSecretsWhateverTheyAreCalled() {
        assertThat(judge("", "x\n-----BEGIN OPENSSH PRIVATE KEY-----\nabc")).contains(Reason.KEY_BLOCK);
        assertThat(judge("COLOUR", "-----BEGIN PRIVATE KEY-----")).contains(Reason.KEY_BLOCK);
        assertThat(judge("", "curl -H 'token: ghp_" + "a1B2c3D4e5".repeat(4) + "'"))
                .contains(Reason.TOKEN);
        assertThat(judge("CACHE_KEY", "AKIA" + "ABCDEFGH12345678")).contains(Reason.TOKEN);
        assertThat(judge("MAPS_API_KEY", "AIza" + "a1B2c3D".repeat(5))).contains(Reason.MAYBE_TOKEN);
        assertThat(judge("SUPABASE_ANON_KEY", "eyJhbGciOiJIUzI1.eyJpc3MiOiJzdXBh.c2lnbmF0dXJl"))
                .isEmpty();
        assertThat(judge("", "-----BEGIN CERTIFICATE-----")).isEmpty();
        assertThat(Reason.KEY_BLOCK.certain()).isTrue();
        assertThat(Reason.NAMED_PASSWORD.certain()).isFalse();
        assertThat(Reason.NAMED_PASSWORD.hint()).isFalse();
    }

    @Test
    public void addressesWithAPasswordAreUnlessItIsTheUsersOwnName() {
        assertThat(judge("URL", "postgres://shop:h7Gt5w@db/shop")).contains(Reason.LOGIN_URL);
        assertThat(judge("URL", "postgres://shop:shop@db/shop")).isEmpty();
        assertThat(judge("URL", "postgres://shop:${PASSWORD}@db/shop")).isEmpty();
        assertThat(judge("URL", "https://shop.example.com:8443/")).isEmpty();
    }

    @Test
    public void nameSaysThatAValueIsOneAndItsRandomnessHowSurely() {
        assertThat(judge("DB_PASSWORD", "f8aK2m9QzL4w7T")).contains(Reason.RANDOM_PASSWORD);
        assertThat(judge("db_password", "sommer2026")).contains(Reason.NAMED_PASSWORD);
        assertThat(judge("DB_PASSWORD", "aaaaaaaaaaaaaaaa1")).contains(Reason.NAMED_PASSWORD);
        assertThat(judge("COLOUR", "f8aK2m9QzL4w7T")).isEmpty();
        assertThat(judge("DB_PASSWORD_FILE", "f8aK2m9QzL4w7T")).isEmpty();
    }

    @Test
    public void whatKeepsNobodyOutIsNone() {
        for (String open : new String[] {"", "postgres", "changeme", "${DB_PASSWORD}", "/run/secrets/db", "true"}) {
            assertThat(judge("DB_PASSWORD", open)).as(open).isEmpty();
        }
        assertThat(judge("DB_PASSWORD", "Clerk-7", Set.of("clerk-7"))).isEmpty();
        assertThat(judge("PUBLIC_KEY", "f8aK2m9QzL4w7T")).isEmpty();
    }

    /** Names of packages and settings begin like tokens, and documentation shows them with nothing in them. */
    @Test
    public void whatOnlyBeginsLikeATokenIsNone() {
        for (String text : List.of(
                "npm_config_user_agent_of_the_builder",
                "npm_run_build_production_now",
                "hf_some_module_name_that_is_quite_long",
                "pypi-attestations-some-long-package-name-and-more-of-it-until-the-end",
                "glpat-short",
                "xoxs-and-xoxp-are-prefixes",
                "sk-proj-a-name-in-kebab-case",
                "ghp_" + "x".repeat(36),
                "AKIAIOSFODNN7" + "EXAMPLE",
                "https://hooks.slack.com/services/T00000000/B00000000/" + "X".repeat(24))) {
            assertThat(judge("COLOUR", text)).as(text).isEmpty();
        }
        String token = "a1B2c3D4e5".repeat(6);
        for (String text :
                List.of("npm" + "_", "hf" + "_", "pypi" + "-AgEIcHlwaS5vcmc", "gh" + "o_", "dckr" + "_pat_")) {
            assertThat(judge("COLOUR", text + token)).as(text).contains(Reason.TOKEN);
        }
    }

    @Test
    public void whatFrameworksGiveToBrowsersIsNone() {
        String maps = "AIza" + "a1B2c3D".repeat(5);
        for (String name : List.of(
                "VITE_FIREBASE_API_KEY",
                "REACT_APP_ALGOLIA_KEY",
                "VUE_APP_MAPS_KEY",
                "NEXT_PUBLIC_FIREBASE_API_KEY",
                "NUXT_PUBLIC_API_TOKEN",
                "EXPO_PUBLIC_KEY",
                "GATSBY_ALGOLIA_KEY",
                "PUBLIC_API_KEY",
                "NG_APP_API_KEY",
                "STORYBOOK_API_KEY",
                "SUPABASE_ANON_KEY")) {
            assertThat(judge(name, maps)).as(name).isEmpty();
        }
        assertThat(judge("VITE_PUSHER_APP_KEY", "7d0a4bfe81c92d3e5f60")).isEmpty();
        assertThat(judge("STRIPE_KEY", "pk" + "_live_a1B2c3D4e5f6G7h8")).isEmpty();
        assertThat(judge("CANONICAL_TOKEN", maps)).contains(Reason.MAYBE_TOKEN);
    }

    /** A public name makes no secret of what is one by itself, and no browser needs a password. */
    @Test
    public void secretsInVariablesForBrowsersAreFound() {
        assertThat(judge("VITE_KEY", "sk" + "_live_a1B2c3D4e5f6G7h8")).contains(Reason.TOKEN);
        assertThat(judge("VITE_KEY", "-----BEGIN PRIVATE KEY-----")).contains(Reason.KEY_BLOCK);
        assertThat(judge("VITE_DB_PASSWORD", "sommer2026")).contains(Reason.NAMED_PASSWORD);
        assertThat(judge("NEXT_PUBLIC_STRIPE_SECRET_KEY", "f8aK2m9QzL4w7T")).contains(Reason.RANDOM_PASSWORD);
    }

    /** A certificate in a variable, a script in a command: seconds, or a stack that is too deep, would stop the release. */
    @Test(timeout = 60_000)
    public void judgesLongTextsByReadingThemOnce() {
        List<String> parts = List.of(
                "a",
                "A1",
                "$A",
                "pass",
                "s",
                "${",
                "${A}",
                "$(",
                "-",
                " ",
                "=",
                "/",
                ".",
                "eyJ-",
                "sk-",
                "a://",
                "a:b@",
                "k=v;",
                "-----BEGIN A",
                "glpat-",
                "SG.",
                "hooks.slack.com/services/T",
                "x.pem",
                "[");
        for (String part : parts) {
            String run = part.repeat((1 << 16) / part.length());
            for (String text : List.of(run, "x://" + run, "x://u:" + run, "x://u:" + run + "@", "\n" + run + "\n")) {
                for (String name : List.of("", "DB_PASSWORD")) {
                    assertThatCode(() -> judge(name, text)).as(part).doesNotThrowAnyException();
                }
            }
            assertThatCode(() -> judge(run, "sommer2026")).as(part).doesNotThrowAnyException();
            assertThatCode(() -> judge("KEY" + run + "x", "sommer2026"))
                    .as(part)
                    .doesNotThrowAnyException();
        }
        assertThat(judge("DB_PASSWORD" + "1".repeat(60) + "X", "sommer2026")).isEmpty();
        assertThat(judge("DB_PASSWORD_PRODUCTION_2", "sommer2026")).contains(Reason.NAMED_PASSWORD);
    }

    @Test
    public void findsWhatStandsFarBehind() {
        String far = "abc ".repeat(20_000);
        assertThat(judge("", far + "postgres://shop:h7Gt5w@db/shop")).contains(Reason.LOGIN_URL);
        assertThat(judge("", far + "gh" + "p_" + "a1B2c3D4e5".repeat(4))).contains(Reason.TOKEN);
        assertThat(judge("DB_PASSWORD", "f8aK2m9QzL4w7T".repeat(1000))).contains(Reason.RANDOM_PASSWORD);
    }

    @Test
    public void whatOftenIsASecretIsWorthAWarning() {
        for (String line : List.of(
                "traefik.http.middlewares.auth.basicauth.users=admin:$apr1$x7Yz$abcdefghijk HASH",
                "USERS=admin:$$2y$$05$$abcdefghijk HASH",
                "BASIC_AUTH=bob:S3cret99x MAYBE_PASSWORD",
                "HTTP_AUTH=a8Kq2mZ9xw7Tb MAYBE_PASSWORD",
                "REDISCLI_AUTH=S3cret99x MAYBE_PASSWORD",
                "SMTP_PW=S3cret99x MAYBE_PASSWORD",
                "DB_PASSWORT=S3cret99x MAYBE_PASSWORD",
                "X=sk" + "-" + "a1B2c3D4e5F6".repeat(4) + " LIKELY_TOKEN",
                "ConnectionStrings__Default=Server=db;User-Id=sa;Password=S3cret99xyz; PART",
                "JAVA_OPTS=-Djavax.net.ssl.keyStorePassword=S3cret99 PART",
                "CACHE=cache:6380,password=S3cret99,ssl=True PART",
                "URL=jdbc:postgresql://db/shop?user=shop&password=S3cret99 PART",
                "STORAGE=DefaultEndpointsProtocol=https;AccountKey=a8Kq2mZ9xw7Tb== PART")) {
            String text = line.substring(0, line.lastIndexOf(' '));
            Reason reason = Reason.valueOf(line.substring(line.lastIndexOf(' ') + 1));
            assertThat(judge(text.split("=", 2)[0], text.split("=", 2)[1]))
                    .as(line)
                    .contains(reason);
            assertThat(reason.hint()).as(line).isTrue();
            assertThat(reason.certain()).as(line).isFalse();
        }
        assertThat(judge("", "AGE-SECRET" + "-KEY-1" + "QPZRY9X8GF".repeat(6))).contains(Reason.KEY_BLOCK);
    }

    @Test
    public void whatOnlySoundsSoIsNone() {
        for (String line : List.of(
                "SMTP_AUTH=login",
                "SMTP_AUTH=cram-md5",
                "POSTGRES_HOST_AUTH=scram-sha-256",
                "ENABLE_AUTH=true",
                "BASIC_AUTH=user:password",
                "AUTH=http://auth:8080",
                "SMTP_PW=changeme",
                "VITE_PW=S3cret99x",
                "JAVA_OPTS=-Xmx512m -Dspring.profiles.active=prod -Djavax.net.ssl.keyStore=/etc/ks",
                "URL=jdbc:postgresql://db/shop?sslmode=require&password=${DB_PASSWORD}",
                "CMD=PGPASSWORD=\"$(cat /run/secrets/db)\" exec app",
                "CMD=export DB_PASSWORD=`cat /run/secrets/db`",
                "CMD=PGPASSWORD=\"$PG_SECRET_WORD\" psql",
                "QUERY=?key=value&page=2",
                "X=sk" + "-" + "x".repeat(48),
                "PORTS=a:$5")) {
            assertThat(judge(line.split("=", 2)[0], line.split("=", 2)[1]))
                    .as(line)
                    .isEmpty();
        }
    }
}
