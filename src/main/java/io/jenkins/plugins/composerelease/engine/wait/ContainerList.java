package io.jenkins.plugins.composerelease.engine.wait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of {@code docker ps} that the gate asks for: one call shows every container of a project. */
final class ContainerList {
    private static final Pattern SECONDS = Pattern.compile("Up (\\d+) seconds?( .*)?");
    private static final Pattern HEALTH = Pattern.compile(".*\\((?:health: )?(starting|healthy|unhealthy)\\)");
    private static final Pattern EXIT_CODE = Pattern.compile("\\w+ \\((\\d+)\\).*");
    private static final Pattern PORT =
            Pattern.compile("(?:(.*):)?(\\d+)(?:-(\\d+))?->(\\d+)(?:-\\d+)?/(tcp|udp|sctp)");

    private ContainerList() {}

    /**
     * @param age how long it has been running at least; zero where it does not run
     */
    record Entry(ContainerState state, Duration age) {}

    /** The containers of {@code id, state, status, names, service, ports} lines, separated by tabs. */
    static List<Entry> parse(String lines) {
        return lines.lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 6)
                .map(ContainerList::entry)
                .toList();
    }

    /** How long a container has been up, from Docker's words: the host's own clock tells it. */
    static Duration age(String status) {
        if (status.startsWith("Up Less than a second") || !status.startsWith("Up ")) {
            return Duration.ZERO;
        }
        Matcher seconds = SECONDS.matcher(status);
        return seconds.matches() ? Duration.ofSeconds(Long.parseLong(seconds.group(1))) : Duration.ofMinutes(1);
    }

    private static Entry entry(String[] fields) {
        String status = fields[2];
        Matcher health = HEALTH.matcher(status);
        Matcher code = EXIT_CODE.matcher(status);
        ContainerState state = new ContainerState(
                fields[0],
                name(fields[3]),
                fields[4],
                fields[1].toLowerCase(Locale.ROOT),
                health.matches() ? Optional.of(health.group(1)) : Optional.empty(),
                code.matches() ? Integer.parseInt(code.group(1)) : 0,
                ports(fields[5]),
                ContainerState.Details.UNKNOWN);
        return new Entry(state, age(status));
    }

    /** Links of other containers to it are names too, such as {@code web-1/db}. */
    private static String name(String names) {
        for (String name : names.split(",")) {
            if (!name.contains("/")) {
                return name;
            }
        }
        return names;
    }

    /** Ports in a row are one entry: {@code 0.0.0.0:8000-8002->8000-8002/tcp}. */
    private static List<PublishedPort> ports(String text) {
        List<PublishedPort> ports = new ArrayList<>();
        for (String part : text.split(", ")) {
            Matcher port = PORT.matcher(part);
            if (port.matches()) {
                int first = Integer.parseInt(port.group(2));
                int last = port.group(3) == null ? first : Integer.parseInt(port.group(3));
                String address = port.group(1) == null ? "" : port.group(1).replaceAll("^\\[|]$", "");
                for (int i = 0; i <= last - first; i++) {
                    ports.add(
                            new PublishedPort(Integer.parseInt(port.group(4)) + i, port.group(5), address, first + i));
                }
            }
        }
        return ports;
    }
}
