package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;

/** Proves that what was started serves: the target's endpoints answer, and everything stays healthy for a while. */
final class Verification {
    private final Host host;
    private final Target target;
    private final HostStack stack;
    private final EndpointVerifier verifier;

    Verification(Host host, Target target, HostStack stack, ReleaseLog log) {
        this.host = host;
        this.target = target;
        this.stack = stack;
        this.verifier = new EndpointVerifier(host, target.project(), log);
    }

    String verify(ReleaseRecord release) {
        target.verification().forEach(verifier::verify);
        PublishedPorts.require(host, target);
        stack.requireStable(release, target.stability());
        return Text.count(target.verification().size(), "endpoint") + ", stable for "
                + target.stability().toSeconds() + " s";
    }
}
