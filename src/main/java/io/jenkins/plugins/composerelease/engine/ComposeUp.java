package io.jenkins.plugins.composerelease.engine;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.spi.*;
import java.time.Duration;
import java.util.List;

public final class ComposeUp {
    public ComposeUp(CommandRunner host, ReleaseLog log) {}

    public void up(ComposeProject p, List<String> services, Compose.UpOptions o, Duration timeout) {}

    public void requireStable(ComposeProject p, Duration d) {}
}
