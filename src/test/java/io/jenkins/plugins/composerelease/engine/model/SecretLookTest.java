package io.jenkins.plugins.composerelease.engine.model;

import static io.jenkins.plugins.composerelease.engine.model.SecretLook.judge;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.SecretLook.Reason;
import java.util.Set;
import org.junit.Test;

public class SecretLookTest {
    @Test
    public void keysAndTokensAreSecretsWhateverTheyAreCalled() {
        assertThat(judge("", "x\n-----BEGIN OPENSSH PRIVATE KEY-----\nabc")).contains(Reason.KEY_BLOCK);
        assertThat(judge("COLOUR", "-----BEGIN PRIVATE KEY-----")).contains(Reason.KEY_BLOCK);
        assertThat(judge("", "curl -H 'token: ghp_" + "a1B2c3D4e5".repeat(3) + "'"))
                .contains(Reason.TOKEN);
        assertThat(judge("CACHE_KEY", "AKIA" + "ABCDEFGH12345678")).contains(Reason.TOKEN);
        assertThat(judge("VITE_API_KEY", "AIza" + "a1B2c3D".repeat(5))).contains(Reason.MAYBE_TOKEN);
        assertThat(judge("SUPABASE_ANON_KEY", "eyJhbGciOiJIUzI1.eyJpc3MiOiJzdXBh.c2lnbmF0dXJl"))
                .isEmpty();
        assertThat(judge("", "-----BEGIN CERTIFICATE-----")).isEmpty();
        assertThat(Reason.KEY_BLOCK.certain()).isTrue();
        assertThat(Reason.NAMED_PASSWORD.certain()).isFalse();
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
}
