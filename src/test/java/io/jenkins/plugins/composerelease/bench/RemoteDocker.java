package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** {@code docker} of this machine with a host's engine over SSH, as somebody without this tool has it. */
final class RemoteDocker {
    /** One connection for all that follows within 5 s. */
    static final String SHARED = " -o ControlMaster=auto -o ControlPath=/tmp/bench-%C -o ControlPersist=5";

    private RemoteDocker() {}

    /**
     * The Docker client takes {@code ssh} from the path, and with it these options.
     *
     * @param options more of SSH, with a blank before each
     */
    static LocalRunner over(TestBed.HostData host, Path directory, String options) throws IOException {
        Path bin = Files.createTempDirectory(directory, "bin");
        Path known = bin.resolve("known_hosts");
        Files.writeString(known, "[" + host.address() + "]:" + host.port() + " " + host.publicKey() + "\n");
        Path ssh = bin.resolve("ssh");
        Files.writeString(
                ssh,
                "#!/bin/sh\nexec /usr/bin/ssh -F none -i " + host.keyFile()
                        + " -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile=" + known + options
                        + " \"$@\"\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = new HashMap<>(TestBed.get().agentEnvironment());
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        environment.put("DOCKER_HOST", "ssh://" + host.user() + "@" + host.address() + ":" + host.port());
        return new LocalRunner(environment);
    }
}
