package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.spi.*;

final class EndpointVerifier {
    EndpointVerifier(Host host, String project, ReleaseLog log) {}

    void verify(EndpointCheck c) {}
}
