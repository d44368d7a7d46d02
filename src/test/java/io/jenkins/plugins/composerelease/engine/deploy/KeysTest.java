package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KeysTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void files() throws IOException {
        file("tls.key", "");
        file("site.conf", "server_name ${DOMAIN}; proxy_pass http://$host; # ${DOMAIN} $${LITERAL} ${PORT}\n");
        file("prod.env", "# comment\nDB_HOST=db\nexport CACHE = redis\n");
        file(".env.example", "DB_HOST=\nCACHE=\nDOMAIN=\nTOKEN=\nexport MAIL_FROM=you@example.com\n#NOT=this\n");
    }

    @Test
    public void templateWithoutAValueNamesItsKeys() {
        assertThat(keys(Map.of("DOMAIN", "a.example"), "site.conf").unfilled())
                .containsExactly("'site.conf' needs PORT");
        assertThat(keys(Map.of("DOMAIN", "a.example", "PORT", "80"), "site.conf")
                        .unfilled())
                .isEmpty();
        assertThat(keys(Map.of(), "other.conf").unfilled())
                .containsExactly("'other.conf' is not among the files to transfer");
    }

    @Test
    public void templateIsTransferredWithItsValuesAndNothingElseOfItIsTouched() {
        byte[] content = new Workspace(request(Map.of("DOMAIN", "käse.example", "PORT", "$1"), "site.conf"))
                .content("site.conf");
        assertThat(new String(content, StandardCharsets.UTF_8))
                .isEqualTo("server_name käse.example; proxy_pass http://$host; # käse.example ${LITERAL} $1\n");
        byte[] plain = new Workspace(request(Map.of("DOMAIN", "a", "PORT", "b"))).content("site.conf");
        assertThat(new String(plain, StandardCharsets.UTF_8)).contains("${DOMAIN}", "$${LITERAL}");
    }

    @Test
    public void bytesThatAreNoTextSurvive() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(new Template(all).filled(Map.of())).isEqualTo(all);
    }

    @Test
    public void keysOfAnExampleMustBeSetSomewhere() {
        assertThat(keys(Map.of("DOMAIN", "a.example")).unset()).containsExactly("'.env.example' has MAIL_FROM");
        assertThat(keys(Map.of("DOMAIN", "a.example", "MAIL_FROM", "")).unset()).isEmpty();
    }

    private Keys keys(Map<String, String> variables, String... templates) {
        return new Keys(request(variables, templates));
    }

    private ReleaseRequest request(Map<String, String> variables, String... templates) {
        var target = ForgottenSecretsTest.target(
                        variables, List.of(new SecretBinding(SecretBinding.Kind.ENV, "TOKEN", Secret.of("geheim"))))
                .with(new Guards(List.of(), Optional.empty(), List.of(templates), List.of(".env.example"), false));
        return new ReleaseRequest(
                "shop", target, List.of(), "abcdef0", folder.getRoot().toPath(), "the test", Duration.ZERO);
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(folder.getRoot().toPath().resolve(name), content);
    }
}
