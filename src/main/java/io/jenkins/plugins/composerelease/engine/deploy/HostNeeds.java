package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a release finds on the host: images that are there already, others' networks and volumes, and who holds ports. */
final class HostNeeds {
    /** What is there of what is asked for, and who holds which ports: one round trip that changes nothing. */
    private static final String SCRIPT = """
            kind=image
            for i do
              case $i in
                --network) kind=network ;;
                --volume) kind=volume ;;
                *) docker "$kind" inspect --format x "$i" > /dev/null 2>&1 && echo "$kind=$i" ;;
              esac
            done
            docker ps --format 'container={{.Label "com.docker.compose.project"}}|{{.Names}}|{{.Ports}}' 2> /dev/null
            for p in tcp tcp6 udp udp6; do
              case $p in tcp*) wanted=0A ;; *) wanted=07 ;; esac
              test ! -r "/proc/net/$p" || while read -r x address x state x; do
                test "$state" != "$wanted" || echo "$p=$address"
              done < "/proc/net/$p"
            done
            exit 0
            """;

    private final StackConfig config;
    private final String project;
    private final Set<String> there;

    private HostNeeds(StackConfig config, String project, Set<String> there) {
        this.config = config;
        this.project = project;
        this.there = there;
    }

    /**
     * @param images images that the release will run
     */
    static HostNeeds ask(CommandRunner host, StackConfig config, Collection<ImageReference> images, String project) {
        List<String> arguments = new ArrayList<>();
        images.stream().map(ImageReference::toString).distinct().forEach(arguments::add);
        arguments.add("--network");
        arguments.addAll(config.networks());
        arguments.add("--volume");
        arguments.addAll(config.volumes());
        String output = host.require(
                        HostFiles.script(
                                "look at images, networks, volumes and ports",
                                SCRIPT,
                                arguments.toArray(new String[0])),
                        Deadline.in(Duration.ofSeconds(60)))
                .output();
        return parse(output, config, project);
    }

    /**
     * @param output what {@link #SCRIPT} prints
     */
    static HostNeeds parse(String output, StackConfig config, String project) {
        return new HostNeeds(config, project, output.lines().map(String::strip).collect(Collectors.toSet()));
    }

    boolean has(ImageReference image) {
        return there.contains("image=" + image);
    }

    /** Networks and volumes of others that are not there, in words. */
    List<String> missing() {
        return Stream.concat(
                        config.networks().stream()
                                .filter(name -> !there.contains("network=" + name))
                                .map(name -> "no network '" + name + "'"),
                        config.volumes().stream()
                                .filter(name -> !there.contains("volume=" + name))
                                .map(name -> "no volume '" + name + "'"))
                .toList();
    }

    /** Ports that services are to get and that somebody else holds, in words. */
    List<String> taken(List<Plan.ServiceChange> changes) {
        return changes.stream()
                .filter(change -> change.action() != Plan.Action.KEEP && change.action() != Plan.Action.REMOVE)
                .flatMap(change -> Optional.ofNullable(config.services().get(change.service())).stream()
                        .flatMap(service -> service.publishedPorts().stream())
                        .flatMap(text -> HostPort.published(text).stream())
                        .filter(port -> port.first() == port.last()) // of several, Docker takes a free one
                        .flatMap(port -> holder(port)
                                .map(holder -> "port " + port + " of '" + change.service() + "' is held by " + holder)
                                .stream()))
                .distinct()
                .toList();
    }

    /** Who holds a port; empty when nobody does, or this project itself: Compose has it given up before it is taken again. */
    private Optional<String> holder(HostPort wanted) {
        List<String[]> publishers = there.stream()
                .filter(line -> line.startsWith("container="))
                .map(line -> line.substring("container=".length()).split("\\|", 3))
                .filter(parts -> parts.length == 3)
                .filter(parts -> Stream.of(parts[2].split(", "))
                        .anyMatch(text ->
                                HostPort.mapping(text).filter(wanted::collides).isPresent()))
                .toList();
        if (publishers.isEmpty()) {
            return there.stream().anyMatch(line -> HostPort.socket(line)
                            .filter(wanted::collides)
                            .isPresent())
                    ? Optional.of("another process of the host")
                    : Optional.empty();
        }
        return publishers.stream()
                .filter(parts -> !parts[0].equals(project))
                .map(parts ->
                        "container '" + parts[1] + "'" + (parts[0].isEmpty() ? "" : " of project '" + parts[0] + "'"))
                .sorted()
                .findFirst();
    }
}
