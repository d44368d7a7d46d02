package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Plan.Check;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a target could take a release, asked before there is one. Read-only. */
public final class Reachability {
    private static final String SSH = "ssh";

    private Reachability() {}

    /** What is known as soon as the host is connected. */
    public static List<Check> connected(Target target) {
        SshAddress ssh = target.ssh();
        String key = ssh.hostKey().isPresent() ? "as configured" : "as in the known_hosts file";
        return List.of(
                new Check(SSH, true, ssh.user() + "@" + ssh.host() + ":" + ssh.port(), ""),
                new Check("host key", true, key, ""));
    }

    /** Everything that can be looked at without an image to release. */
    public static List<Check> of(Target target, Host host, Clock clock) {
        Preflight preflight = new Preflight(target, HostFacts.ask(host, ReleasePaths.of(target), clock));
        preflight.judge(0, Map.of());
        List<Check> checks = new ArrayList<>(connected(target));
        preflight.checks().stream().filter(check -> !check.name().equals(SSH)).forEach(checks::add);
        return checks;
    }
}
