package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.Test;

public class EnvSecretsTest {
    /** Put together here, as others look for such tokens, too. */
    private static final String LONG = "A1b2C3d4".repeat(5);

    @Test
    public void findsSecretsByTheNamesOfVariables() {
        for (String line : List.of(
                "DB_PASSWORD=s3cr3t",
                "export DB_PASSWORD='s3cr3t'",
                "PGPASSWORD=\"with # sign\"",
                "db_password = hunter2 # for tests",
                "SECRET_KEY_BASE=abcdef",
                "DJANGO_SECRET_KEY=django-insecure-x",
                "API_TOKEN: abc",
                "STRIPE_API_KEY=x1y2",
                "APIKEY=x1y2",
                "SMTP_PASS=12345678",
                "MYSQL_PWD=1234",
                "AWS_SECRET_ACCESS_KEY=x1y2z3",
                "CREDENTIALS=user:pass",
                "PASSWORD=pa$$word",
                "accessToken: abc",
                "DB_PASSWORD_2=s3cr3t",
                "DB_PASSWORD2=s3cr3t",
                "API_KEYS=a1,b2",
                "STRIPE_KEY_LIVE=x1y2",
                "OPENAI_API_KEY=averylongwordwithoutdigits",
                "PASSWORD=secret-of-web1",
                "PASSWORD=!Xq7!",
                "PASSWORD=/Xq7+base64==")) {
            assertThat(EnvSecrets.find(List.of("# comment", line)))
                    .as(line)
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.line()).isEqualTo(2);
                        assertThat(line.toUpperCase(Locale.ROOT))
                                .contains(found.name().toUpperCase(Locale.ROOT));
                    });
        }
    }

    @Test
    public void findsWhatLooksLikeATokenWhateverItIsCalled() {
        for (String line : List.of(
                "GH=gh" + "p_" + LONG,
                "X=github" + "_pat_" + LONG,
                "X=gl" + "pat-" + LONG,
                "SLACK=xox" + "b-1234567890-" + LONG,
                "HOOK=https://hooks.slack.com/services/" + "T00000000/B0/" + LONG,
                "ID=AKI" + "A0123456789ABCDEF",
                "MAPS=AIz" + "a" + LONG.substring(0, 35),
                "PAY=sk" + "_live_" + LONG,
                "# OLD=npm" + "_" + LONG,
                "JWT=ey" + "Jhbcdefghijkl.ey" + "J" + LONG + ".x",
                "KEYFILE=\"-----BEGIN RSA" + " PRIVATE KEY-----",
                "DATABASE_URL=postgres://shop:s3cr3t@db:5432/shop",
                "REDIS=redis://:s3cr3t@cache:6379",
                "DATABASE_URL=postgres://${DB_USER:-shop}:s3cr3t@db/shop",
                "postgres://shop:s3cr3t@db:5432/shop",
                "NEXT_PUBLIC_MAPS_KEY=gh" + "p_" + LONG,
                "A=b # ey" + "Jhbcdefghijkl.ey" + "J" + LONG + ".x",
                "# KEYFILE=\"-----BEGIN" + " PRIVATE KEY-----")) {
            assertThat(EnvSecrets.find(List.of(line))).as(line).hasSize(1);
        }
    }

    @Test
    public void neverTakesATokenForAName() {
        String token = "gl" + "pat-" + LONG;

        assertThat(EnvSecrets.find(List.of(token + "=x", token)))
                .extracting(EnvSecrets.Finding::name)
                .containsExactly("", "");
    }

    @Test
    public void takesPlaceholdersAndReferencesForNone() {
        for (String line : List.of(
                "DB_PASSWORD=",
                "DB_PASSWORD=\"\"",
                "DB_PASSWORD= # set it",
                "# DB_PASSWORD=s3cr3t",
                "DB_PASSWORD=${DB_PASSWORD}",
                "DB_PASSWORD=$OTHER",
                "DB_PASSWORD=\"$(cat /run/secrets/db)\"",
                "DB_PASSWORD=changeme",
                "DB_PASSWORD=change-me-please",
                "DB_PASSWORD=<password>",
                "DB_PASSWORD=your-password-here",
                "DB_PASSWORD=xxxxxxxx",
                "DB_PASSWORD=********",
                "DB_PASSWORD=REPLACE_ME",
                "DB_PASSWORD={{ db_password }}",
                "DB_PASSWORD=op://vault/db/password",
                "DB_PASSWORD=arn:aws:secretsmanager:eu-central-1:1:secret:x",
                "DB_PASSWORD=ENC[AES256_GCM,data:abc]",
                "DB_PASSWORD=encrypted:BDqDBibm4wsYqMpCjTQ6BsDHmMadg9K3dAt",
                "DB_PASSWORD_FILE=/run/secrets/db",
                "DB_PASSWORD=/run/secrets/db",
                "JWT_SECRET_NAME=shop-jwt",
                "TOKEN_URL=https://login.acme.org/token",
                "ACCESS_TOKEN_EXPIRE_MINUTES=30",
                "MAX_TOKENS=4096",
                "PASSWORD_RESET_ENABLED=true",
                "USE_SECRETS=yes",
                "STRIPE_PUBLISHABLE_KEY=pk_live_1",
                "JWT_PUBLIC_KEY=abc",
                "DATABASE_URL=postgres://shop:${PASSWORD}@db/shop",
                "DATABASE_URL=postgres://shop@db/shop",
                "TAG=1.2.3",
                "KEYBOARD=de",
                "MONKEY_NAME=x",
                // As frameworks and their guides have them.
                "DATABASE_URL=\"postgresql://app:!ChangeMe!@127.0.0.1:5432/app?serverVersion=16\"",
                "# DATABASE_URL=\"mysql://app:s3cr3t@127.0.0.1:3306/app\"",
                "MERCURE_JWT_SECRET=\"!ChangeThisMercureHubJWTSecretKey!\"",
                "JWT_SECRET_KEY=%kernel.project_dir%/config/jwt/private.pem",
                "APP_SECRET='$ecretf0rt3st'",
                // What stacks for tests are given.
                "POSTGRES_PASSWORD=postgres",
                "DB_PASSWORD=secret",
                "DB_PASSWORD=\"Password\"",
                "POSTGRES_PASSWORD=mysecretpassword",
                "MYSQL_ROOT_PASSWORD=root",
                "MINIO_ROOT_PASSWORD=minioadmin",
                "X=postgres://postgres:postgres@db/shop",
                "X=amqp://guest:guest@rabbitmq",
                "X=postgres://shop:shop@db/shop",
                "X=postgres://shop:secret@db/shop # or postgres://shop:s3cr3t@db",
                "X=postgres://${DB_USER:-shop}:${DB_PASSWORD:-shop}@db/shop",
                // Names that only sound so.
                "TOKENIZER=bert-base",
                "TOKEN_BUCKET=fast",
                "PASSWORD_HASHER=argon2",
                "SECRET_MANAGER=vault",
                "SECRETS_BACKEND=aws",
                "CSRF_TOKEN_COOKIE=foo",
                "CACHE_KEY=web-v2",
                "PRIMARY_KEY=id",
                "LOOKUP_KEY=name",
                "RECAPTCHA_SITE_KEY=6Lc0",
                // Paths.
                "SSL_KEY=./certs/key.pem",
                "TLS_KEY=certs/web1.key",
                "SSH_KEY=~/.ssh/id_rsa",
                "KEY=../id_ed25519",
                // Settings of npm, and what frameworks give to browsers.
                "npm_config_legacy_peer_deps=true",
                "npm_config_update_notifier=false",
                "# npm_config_update_notifier=false",
                "NEXT_PUBLIC_FIREBASE_API_KEY=AIz" + "a" + LONG.substring(0, 35),
                "# NEXT_PUBLIC_FIREBASE_API_KEY=AIz" + "a" + LONG.substring(0, 35),
                "NEXT_PUBLIC_SUPABASE_ANON_KEY=ey" + "Jhbcdefghijkl.ey" + "J" + LONG + ".x",
                "VITE_STRIPE_KEY=pk" + "_live_" + LONG,
                "VITE_FIREBASE_API_KEY=AIz" + "a" + LONG.substring(0, 35),
                "VITE_ALGOLIA_SEARCH_KEY=" + LONG,
                "VITE_PUSHER_APP_KEY=7d0a4bfe81c92d3e5f60",
                "REACT_APP_ALGOLIA_KEY=" + LONG,
                "STRIPE_KEY=pk" + "_test_" + LONG,
                "not an entry")) {
            assertThat(EnvSecrets.find(List.of(line))).as(line).isEmpty();
        }
    }

    @Test(timeout = 20_000)
    public void readsLongLinesOnce() {
        for (String part : List.of("a", " ", "\t#", "a ", "export ", "'", "#")) {
            String run = part.repeat((1 << 18) / part.length());
            for (String line : List.of(run, "A=" + run, "A=b" + run + "c", "#" + run)) {
                assertThat(EnvSecrets.find(List.of(line))).as(part).isEmpty();
            }
        }
    }

    @Test
    public void takesThePasswordThatIsTheUsersNameForNone() {
        assertThat(EnvSecrets.find(List.of("POSTGRES_USER=shop1", "POSTGRES_PASSWORD=shop1")))
                .isEmpty();
        assertThat(EnvSecrets.find(List.of("POSTGRES_USER=shop1", "POSTGRES_PASSWORD=shop2")))
                .extracting(EnvSecrets.Finding::line)
                .containsExactly(2);
    }

    @Test
    public void knowsEnvFilesFromExamplesOfThem() {
        for (String name : List.of(".env", ".env.local", ".ENV.Production", "prod.env", "a.a.env")) {
            assertThat(EnvSecrets.isEnvFile(name)).as(name).isTrue();
        }
        for (String name : List.of(
                ".env.example", ".env.prod.template", "sample.env", ".env.dist", "env", ".envrc", "environment.py")) {
            assertThat(EnvSecrets.isEnvFile(name)).as(name).isFalse();
        }
    }
}
