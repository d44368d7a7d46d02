package io.jenkins.plugins.composerelease.testing;

import io.jenkins.plugins.composerelease.engine.command.ComposeDialect;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import io.jenkins.plugins.composerelease.engine.wait.AnyCompose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A place whose {@code docker} has no compose plugin and answers as such a docker does, also within scripts. What it has is
 * {@code docker-compose}: Debian's package {@code docker-compose}, which is version 1.29.
 */
public final class WithoutPlugin implements Host {
    private static final String DOCKER = """
            #!/bin/sh
            if [ "$1" = compose ]; then
              printf '%%s\\n' 'unknown flag: --ansi' "See 'docker --help'." '' 'Usage:  docker [OPTIONS] COMMAND' >&2
              exit 125
            fi
            PATH='%s'
            exec docker "$@"
            """;

    private static final Duration SHORT = Duration.ofSeconds(20);

    private final Host host;
    private final String programs = "/tmp/" + TestBed.unique("without-plugin");

    public WithoutPlugin(Host host) {
        this.host = host;
        String docker = DOCKER.formatted(System.getenv("PATH"));
        host.require(HostFiles.write(programs + "/docker", "755", Secret.of(docker)), Deadline.in(SHORT));
    }

    /**
     * A place with one kind of Compose.
     *
     * @param dialect {@code PLUGIN}, or {@code ONE} for docker-compose 1.29 alone
     */
    public static Host with(ComposeDialect dialect, Host host) {
        return new AnyCompose(dialect == ComposeDialect.ONE ? new WithoutPlugin(host) : host);
    }

    @Override
    public String place() {
        return host.place();
    }

    @Override
    public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
        return host.run(changed(command), deadline, listener);
    }

    @Override
    public RunningCommand start(Command command, OutputListener listener) {
        return host.start(changed(command), listener);
    }

    @Override
    public Forward forward(String address, int port, Deadline deadline) {
        return host.forward(address, port, deadline);
    }

    @Override
    public void close() {
        host.require(HostFiles.removeTree(programs), Deadline.in(SHORT));
        host.close();
    }

    /** Java finds programs by its own PATH, what it starts by the one it is given. */
    private Command changed(Command command) {
        List<String> argv = new ArrayList<>(command.argv());
        if (argv.get(0).equals("docker")) {
            argv.set(0, programs + "/docker");
        }
        return command.withArgv(argv).withEnvironment(Map.of("PATH", programs + ":" + System.getenv("PATH")));
    }
}
