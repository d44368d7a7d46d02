package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds {@code ssh} argument lists. Pure: nothing runs here.
 *
 * <p>No ssh configuration file is read for the host: what reaches it is what the target says, the same on each machine,
 * and no file can weaken the check of the host key. The hop of {@code proxyJump} does read the caller's configuration, as
 * its alias and key stand there, with the checks given on the command line, which wins.
 *
 * @param socket control socket of the connection
 * @param knownHosts file that holds the host's key, when the target gives it
 * @param identity file that holds the private key, when the target gives it
 */
record SshOptions(SshAddress address, Path socket, Optional<Path> knownHosts, Optional<Path> identity) {
    private static final Pattern JUMP = Pattern.compile("(?:([^@:]+)@)?(\\[[^]]+]|[^@:]+)(?::(\\d{1,5}))?");

    private static final boolean SETSID =
            Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).anyMatch(Files::isExecutable);

    /** A lost connection is noticed after this many seconds without an answer, four times. */
    private static final int ALIVE_SECONDS = 5;

    /** The one connection: its own session runs {@code remote}. */
    List<String> master(String remote, Duration timeout, String logLevel) {
        int seconds = (int) Math.max(1, Math.min(timeout.plusMillis(999).toSeconds(), 600));
        List<String> argv = ssh("-M", "-S", socket.toString(), "-T", "-a", "-x");
        argv.addAll(List.of("-l", address.user(), "-p", String.valueOf(address.port())));
        strict(argv, seconds);
        option(argv, "ControlPersist=no");
        option(argv, "LogLevel=" + logLevel);
        option(argv, "ServerAliveInterval=" + ALIVE_SECONDS);
        option(argv, "ServerAliveCountMax=4");
        knownHosts.ifPresent(file -> {
            option(argv, "UserKnownHostsFile=" + file);
            option(argv, "GlobalKnownHostsFile=/dev/null");
        });
        identity.ifPresent(file -> {
            argv.addAll(List.of("-i", file.toString()));
            option(argv, "IdentitiesOnly=yes");
            option(argv, "IdentityAgent=none");
        });
        address.proxyJump().ifPresent(jump -> option(argv, "ProxyCommand=" + jumpCommand(jump, seconds)));
        address.proxyCommand().ifPresent(command -> option(argv, "ProxyCommand=" + command));
        argv.addAll(List.of("--", address.host(), remote));
        return argv;
    }

    /** A command over the connection. Where there is no connection, ssh must fail and not make one of its own. */
    List<String> session(String remote) {
        List<String> argv = ssh("-S", socket.toString(), "-T", "-a", "-x");
        option(argv, "ControlMaster=no");
        option(argv, "ProxyCommand=false");
        option(argv, "BatchMode=yes");
        option(argv, "LogLevel=ERROR");
        argv.addAll(List.of("--", address.host(), remote));
        return argv;
    }

    /** {@code forward} or {@code cancel} of a local port. */
    List<String> forward(String operation, int localPort, String remoteAddress, int remotePort) {
        String remote = remoteAddress.contains(":") ? "[" + remoteAddress + "]" : remoteAddress;
        String spec = "127.0.0.1:" + localPort + ":" + remote + ":" + remotePort;
        List<String> argv = ssh("-S", socket.toString(), "-O", operation);
        option(argv, "ProxyCommand=false");
        argv.addAll(List.of("-L", spec, "--", address.host()));
        return argv;
    }

    /** In a session of its own, so that Ctrl-C reaches this program alone, which then still has its connection. */
    private static List<String> ssh(String... options) {
        List<String> argv = new ArrayList<>(SETSID ? List.of("setsid", "ssh") : List.of("ssh"));
        argv.addAll(List.of("-F", "none"));
        argv.addAll(List.of(options));
        return argv;
    }

    private String jumpCommand(String jump, int seconds) {
        Matcher parts = JUMP.matcher(jump);
        if (!parts.matches()) {
            throw new InvalidInputException(
                    "proxyJump '" + Text.printable(jump) + "' of host '" + address.host() + "' is not valid.",
                    "Use [user@]host[:port].");
        }
        String host = parts.group(2).replaceAll("^\\[|]$", "");
        List<String> argv = new ArrayList<>(List.of("ssh", "-a", "-x"));
        strict(argv, seconds);
        option(argv, "ControlPath=none");
        option(argv, "RemoteCommand=none");
        option(argv, "KnownHostsCommand=none");
        option(argv, "LogLevel=ERROR");
        identity.ifPresent(file -> argv.addAll(List.of("-i", file.toString())));
        Optional.ofNullable(parts.group(1)).ifPresent(user -> argv.addAll(List.of("-l", Names.user(user))));
        Optional.ofNullable(parts.group(3))
                .ifPresent(port -> argv.addAll(List.of("-p", String.valueOf(Names.port(Integer.parseInt(port))))));
        argv.addAll(List.of("-W", "'[%h]:%p'", "--", Names.host(host)));
        return String.join(" ", argv);
    }

    private static void strict(List<String> argv, int seconds) {
        option(argv, "BatchMode=yes");
        option(argv, "StrictHostKeyChecking=yes");
        option(argv, "UpdateHostKeys=no");
        option(argv, "VerifyHostKeyDNS=no");
        option(argv, "NoHostAuthenticationForLocalhost=no");
        option(argv, "ConnectTimeout=" + seconds);
        option(argv, "PermitLocalCommand=no");
        option(argv, "ClearAllForwardings=yes");
    }

    private static void option(List<String> argv, String option) {
        argv.add("-o");
        argv.add(option);
    }
}
