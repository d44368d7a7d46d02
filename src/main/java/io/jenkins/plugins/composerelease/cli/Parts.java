package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;

/** Makes the parts that reach outside this process; tests put others in their place. */
class Parts {

    CommandRunner local() {
        return new LocalRunner();
    }
}
