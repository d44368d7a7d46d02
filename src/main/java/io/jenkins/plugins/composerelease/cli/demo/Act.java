package io.jenkins.plugins.composerelease.cli.demo;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one act of the demo.
 *
 * @param number 1 to 6
 * @param title what was tried
 * @param revision commit that was released
 * @param exitCode exit code of the last command line
 * @param expectedExitCode the one that the act is meant to end with
 * @param served version that the application serves after it
 * @param expectedServed the one it is meant to serve
 * @param issues what GitHub has after it, in words
 * @param requests what the request loop counted, where it ran
 * @param elapsed from the act's first command to its last
 */
record Act(
        int number,
        String title,
        String revision,
        int exitCode,
        int expectedExitCode,
        String served,
        String expectedServed,
        String issues,
        Optional<RequestLoop.Count> requests,
        Duration elapsed) {

    boolean asExpected() {
        return exitCode == expectedExitCode && served.equals(expectedServed);
    }
}
