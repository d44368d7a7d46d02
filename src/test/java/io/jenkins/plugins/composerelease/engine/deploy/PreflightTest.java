package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Plan.Check;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class PreflightTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final String GOOD = """
            date=1000003
            free=2000000
            rootfree=1500000
            writable=yes
            flock=yes
            base64=yes
            docker=yes
            engine=20.10.24
            architecture=x86_64
            root=/var/lib/docker
            compose=2.26.1
            """;

    @Test
    public void passesAGoodHost() {
        assertThat(judge(GOOD, 1024)).allMatch(Check::ok);
    }

    @Test
    public void namesWhatIsWrongAndWhatToDo() {
        assertThat(failed(GOOD.replace("compose=2.26.1", "compose="), 0)).containsExactly("compose");
        assertThat(failed(GOOD.replace("compose=2.26.1", "compose=1.25.0"), 0)).containsExactly("compose");
        assertThat(failed(GOOD.replace("compose=2.26.1", "compose=1.29.2"), 0)).isEmpty();
        assertThat(failed(GOOD.replace("engine=20.10.24", "engine="), 0)).containsExactly("docker");
        assertThat(failed(GOOD.replace("flock=yes\n", ""), 0)).containsExactly("tools");
        assertThat(failed(GOOD.replace("writable=yes\n", ""), 0)).containsExactly("directory");
        assertThat(failed(GOOD.replace("date=1000003", "date=1000300"), 0)).containsExactly("clock");
        assertThat(failed(GOOD.replace("x86_64", "aarch64"), 0)).containsExactly("architecture");
        assertThat(failed(GOOD, 2_000_000_000L)).containsExactly("disk");
        assertThat(failed(GOOD + "inodes=900000\nrootinodes=900\n", 0)).containsExactly("inodes");
        assertThat(failed(GOOD + "inodes=900000\nrootinodes=90000\n", 0)).isEmpty();
        assertThat(judge(GOOD, 2_000_000_000L)).filteredOn(check -> !check.ok()).allMatch(check -> !check.remedy()
                .isEmpty());
    }

    @Test
    public void secretFilesNeedAPlaceInMemoryOrTheChoiceOfAnother() {
        List<SecretBinding> file = List.of(new SecretBinding(SecretBinding.Kind.FILE, "token", Secret.of("geheim")));
        List<SecretBinding> variable = List.of(new SecretBinding(SecretBinding.Kind.ENV, "TOKEN", Secret.of("geheim")));

        assertThat(judge(GOOD, 0, file, Target.AtRest.MEMORY))
                .filteredOn(check -> !check.ok())
                .extracting(Check::name)
                .containsExactly("secret files");
        assertThat(judge(GOOD + "tmpfs=yes\n", 0, file, Target.AtRest.MEMORY)).allMatch(Check::ok);
        assertThat(judge(GOOD, 0, file, Target.AtRest.FILE)).allMatch(Check::ok);
        assertThat(judge(GOOD, 0, variable, Target.AtRest.MEMORY)).allMatch(Check::ok);
    }

    private static List<String> failed(String facts, long bytes) {
        return judge(facts, bytes).stream()
                .filter(check -> !check.ok())
                .map(Check::name)
                .toList();
    }

    private static List<Check> judge(String facts, long bytes) {
        return judge(facts, bytes, List.of(), Target.AtRest.MEMORY);
    }

    private static List<Check> judge(String facts, long bytes, List<SecretBinding> secrets, Target.AtRest atRest) {
        Preflight preflight = new Preflight(target(secrets, atRest), HostFacts.parse(facts, NOW));
        preflight.judge(bytes, Map.of("web", List.of("linux/amd64")));
        return preflight.checks();
    }

    /** A target with nothing but what it must have, and secrets. */
    static Target target(List<SecretBinding> secrets, Target.AtRest atRest) {
        SshAddress ssh = new SshAddress(
                "web1", 22, "deploy", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return new Target(
                "production",
                ssh,
                "/srv/shop",
                "shop",
                List.of("compose.yaml"),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                secrets,
                atRest,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Duration.ZERO,
                Duration.ofSeconds(60),
                Readiness.DEFAULT,
                10);
    }
}
