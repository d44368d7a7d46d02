package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Target.AtRest;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Secret files on a real host, where other users have accounts too. */
public class TargetSecretsIT {
    private static final String NOBODY = "setpriv --reuid 65534 --regid 65534 --clear-groups ";

    @Rule
    public final DeployFixture shop = new DeployFixture();

    private String directory;

    @Before
    public void find() {
        shop.token = Optional.of("the first token");
        String path = secrets().paths().get("token");
        directory = path.substring(0, path.lastIndexOf('/'));
    }

    @Test
    public void directoryIsOfThisUserAlone() {
        secrets().write();

        assertThat(shop.shell("cd " + directory + " && stat -c '%a %U' . .. && stat -c '%a' * && cat *"))
                .isEqualTo("700 root\n700 root\n444\nthe first token");
        assertThat(shop.shell(NOBODY + "cat " + directory + "/* 2>/dev/null || echo refused"))
                .isEqualTo("refused\n");
    }

    /** Everybody may write to /dev/shm, sees the directory's name there, and may make it first after a reboot. */
    @Test
    public void refusesADirectoryThatAnotherUserMadeFirst() {
        shop.shell(NOBODY + "mkdir -p -m 755 " + directory);

        assertThat(failure(() -> secrets().write()))
                .hasMessageContaining("make the private directory '" + directory + "'")
                .hasMessageContaining("is there already and is not a directory of this user");
        assertThat(shop.shell("ls -A " + directory)).isEmpty();
    }

    @Test
    public void refusesALinkInTheDirectorysPlaceAndRemovesNothingBehindIt() {
        String other = shop.directory + "/other";
        shop.shell("d=" + directory + "; mkdir -p " + other + " && echo keep > " + other
                + "/file && mkdir -m 700 \"${d%/*}\" && ln -s " + other + " \"$d\"");

        assertThat(failure(() -> secrets().write())).hasMessageContaining("is not a directory of this user");
        secrets().prune(List.of());
        assertThat(shop.shell("ls -A " + other)).isEqualTo("file\n");
    }

    @Test
    public void closesADirectoryThatWasLeftOpen() {
        shop.shell("mkdir -p -m 777 " + directory);

        secrets().write();

        assertThat(shop.shell("stat -c %a " + directory)).isEqualTo("700\n");
    }

    @Test
    public void keepsOnDiskWhereThatIsTheChoiceAndRemovesBothPlacesFiles() {
        shop.shell("mkdir -p \"$1/.compose-release\""); // there is a key in it before any secret
        secrets().write();
        shop.atRest = AtRest.FILE;
        secrets().write();
        String path = secrets().paths().get("token");

        assertThat(path).startsWith(shop.directory + "/.compose-release/secrets/" + shop.project + "/token-");
        assertThat(shop.shell("cat " + path + " && stat -c %a " + path + " $(dirname " + path + ")"))
                .isEqualTo("the first token444\n700\n");
        assertThat(shop.shell("df --output=fstype " + path + " | tail -n 1").strip())
                .isNotEqualTo("tmpfs");

        secrets().prune(List.of(path));
        assertThat(shop.shell("ls -d " + directory + " || cat " + path)).isEqualTo("the first token");
        secrets().prune(List.of());
        assertThat(shop.shell("ls -A \"$1/.compose-release\"")).isEmpty();
    }

    private TargetSecrets secrets() {
        return new TargetSecrets(shop.host, shop.target(), new KeyedHash("key"));
    }
}
