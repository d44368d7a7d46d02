package io.jenkins.plugins.composerelease.engine.deploy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports of a host.
 *
 * @param address IP address, empty for all
 * @param first first port
 * @param last last port, the same for one
 * @param udp whether it is UDP's, else TCP's
 */
record HostPort(String address, int first, int last, boolean udp) {
    private static final Pattern PUBLISHED = Pattern.compile("(.*):(\\d{1,5})(?:-(\\d{1,5}))?(/udp)?");
    private static final Pattern MAPPING = Pattern.compile("(.*):(\\d{1,5})(?:-(\\d{1,5}))?->[-\\d]+/(tcp|udp)");
    private static final Pattern SOCKET = Pattern.compile("(tcp|udp)6?=([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})");

    HostPort {
        address =
                address.matches("0\\.0\\.0\\.0|::|0:0:0:0:0:0:0:0|\\[::\\]") ? "" : address.replaceAll("[\\[\\]]", "");
    }

    /** As {@link StackConfig.Service#publishedPorts()} has them. */
    static Optional<HostPort> published(String text) {
        Matcher parts = PUBLISHED.matcher(text);
        return parts.matches()
                ? Optional.of(of(parts.group(1), parts.group(2), parts.group(3), parts.group(4) != null))
                : Optional.empty();
    }

    /** One mapping of {@code docker ps}: {@code 0.0.0.0:8080->80/tcp}. Empty for a port that is exposed only. */
    static Optional<HostPort> mapping(String text) {
        Matcher parts = MAPPING.matcher(text);
        return parts.matches()
                ? Optional.of(of(
                        parts.group(1),
                        parts.group(2),
                        parts.group(3),
                        parts.group(4).equals("udp")))
                : Optional.empty();
    }

    /** A line {@code tcp=0100007F:1F90}: the kernel's words, of 4 bytes each in the order of a PC. */
    static Optional<HostPort> socket(String line) {
        Matcher parts = SOCKET.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        byte[] words = HexFormat.of().parseHex(parts.group(2));
        byte[] address = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            address[i] = words[i - i % 4 + 3 - i % 4];
        }
        try {
            int port = Integer.parseInt(parts.group(3), 16);
            return Optional.of(new HostPort(
                    InetAddress.getByAddress(address).getHostAddress(),
                    port,
                    port,
                    parts.group(1).equals("udp")));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are an address", e);
        }
    }

    private static HostPort of(String address, String first, String last, boolean udp) {
        int from = Integer.parseInt(first);
        return new HostPort(address, from, last == null ? from : Integer.parseInt(last), udp);
    }

    /** Whether both cannot be listened at by two. */
    boolean collides(HostPort other) {
        return udp == other.udp
                && first <= other.last
                && other.first <= last
                && (address.isEmpty() || other.address.isEmpty() || address.equals(other.address));
    }

    @Override
    public String toString() {
        return (address.isEmpty() ? "" : address + ":")
                + first
                + (last == first ? "" : "-" + last)
                + (udp ? "/udp" : "");
    }
}
