package io.jenkins.plugins.composerelease.leak;

import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All places where something of a release stays, on this machine, its Docker engine, the registry and the host; and what may be there. */
final class EveryPlace {
    private static final String IMAGES = "*/leak/*";

    /** The engine's own records of containers and their environments: what {@code docker inspect} shows, for longer than that. */
    private static final Path RECORDS = Path.of("containerd/daemon/io.containerd.metadata.v1.bolt/meta.db");

    private final TracedBed traced;
    private final LeakStage stage;
    private final String apart;
    private final TestBed.HostData host;
    private final Path root;
    private final Path agent;
    private final Set<Path> live;

    /** @param apart id of a container that may hold secrets in its environment; empty for none */
    EveryPlace(TracedBed traced, LeakStage stage, String apart) throws IOException {
        this.traced = traced;
        this.stage = stage;
        this.apart = apart;
        this.host = traced.bed().host("web1");
        this.root = namespace(traced.home().resolve("hosts/web1/anchor"));
        this.agent = namespace(traced.home().resolve("agent/anchor"));
        this.live = liveSecrets();
    }

    /** @param since when the test began */
    LeakPlaces search(FileTime since) throws IOException {
        LeakPlaces places = new LeakPlaces(traced, stage.secrets, since);
        places.except(this::mayHoldSecrets);
        for (Map.Entry<String, Path> console : stage.cli.consoles().entrySet()) {
            places.file(console.getKey(), console.getValue());
        }
        places.bytes("arguments on the agent", traced.onAgent().bytes());
        places.bytes(
                "arguments on hosts, in containers and builds", traced.onBed().bytes());
        places.text("issues", stage.github.issues().toString());
        places.engine("agent", traced.bed().setting("TESTBED_DOCKER_HOST"), IMAGES, apart);
        places.engine("host", host.dockerHost(), IMAGES, apart);
        places.processes("processes", apart);
        trees(places);
        return places;
    }

    /** What tells of containers, once the one with secrets in its environment is gone. */
    LeakPlaces searchContainers(FileTime since) throws IOException {
        LeakPlaces places = new LeakPlaces(traced, stage.secrets, since);
        places.except(this::mayHoldSecrets);
        places.engine("host", host.dockerHost(), IMAGES, "");
        places.processes("processes", "");
        places.planted("/run of the host", root.resolve("run"));
        places.planted("/dev/shm of the host", root.resolve("dev/shm"));
        places.tree("target directory", root.resolve("srv"));
        return places;
    }

    private void trees(LeakPlaces places) throws IOException {
        Path home = traced.home();
        places.tree("workspace", stage.workspace);
        places.tree("target directory", root.resolve("srv"));
        places.tree("engine's files on the host", root.resolve("var/lib/docker"));
        places.tree("engine's files on the agent", inside(agent, home.resolve("agent/mnt/docker")));
        places.tree("registry", home.resolve("registry"));
        places.planted("home on the agent", stage.workspace.resolveSibling("home"));
        places.planted("home on the host", inside(root, home.resolve("hosts/web1/mnt/root")));
        places.planted("/run of the host", root.resolve("run"));
        places.planted("/dev/shm of the host", root.resolve("dev/shm"));
        places.planted("logs of engines and registry", home.resolve("logs"));
        places.file("log of sshd", host.sshdLog());
        places.file("log of the engine on the host", host.sshdLog().resolveSibling("dockerd.log"));
        for (String shared : List.of("/tmp", "/var/tmp", "/dev/shm")) {
            places.shared(shared, Path.of(shared));
        }
    }

    /** This test's own directory is looked at in parts; an application's log is its own affair; a network's name is no file. */
    private boolean mayHoldSecrets(Path path) {
        return path.equals(traced.directory())
                || live.contains(path)
                || !apart.isEmpty() && (path.toString().contains(apart) || path.endsWith(RECORDS))
                || path.startsWith(root.resolve("run/docker/netns"))
                || path.startsWith(root.resolve("var/lib/docker/containers"))
                        && path.toString().endsWith("-json.log");
    }

    /** The secret files that running containers mount. */
    private Set<Path> liveSecrets() {
        String mounts = "docker ps -q | xargs -r docker inspect --format '{{range .Mounts}}{{println .Source}}{{end}}'";
        return traced.shell(host.dockerHost(), mounts)
                .lines()
                .filter(source -> source.startsWith("/dev/shm/"))
                .map(source -> inside(root, Path.of(source)))
                .collect(Collectors.toSet());
    }

    /** The file system that the processes of an agent or a host see. */
    private static Path namespace(Path anchor) throws IOException {
        return Path.of("/proc", Files.readString(anchor).split(" ")[0], "root");
    }

    private static Path inside(Path root, Path path) {
        return root.resolve(Path.of("/").relativize(path));
    }
}
