package io.jenkins.plugins.composerelease.adapter.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that Docker's programs use: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, which Java does not
 * read by itself. A proxy that wants a password is not one of them.
 */
final class EnvironmentProxies extends ProxySelector {
    private final Map<String, String> environment;
    private final ProxySelector others;

    /**
     * @param others asked where the environment names no proxy
     */
    EnvironmentProxies(Map<String, String> environment, ProxySelector others) {
        this.environment = Map.copyOf(environment);
        this.others = others;
    }

    @Override
    public List<Proxy> select(URI uri) {
        Optional<InetSocketAddress> proxy = variable("https".equals(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY")
                .flatMap(EnvironmentProxies::address);
        if (proxy.isEmpty()) {
            return others.select(uri);
        }
        return isDirect(uri) ? List.of(Proxy.NO_PROXY) : List.of(new Proxy(Proxy.Type.HTTP, proxy.get()));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        others.connectFailed(uri, address, failure);
    }

    private Optional<String> variable(String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        String value = lower.isBlank() ? environment.getOrDefault(name, "") : lower;
        return Optional.of(value.strip()).filter(text -> !text.isEmpty());
    }

    /** {@code http://proxy:3128} or {@code proxy:3128}. */
    private static Optional<InetSocketAddress> address(String text) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            int port = uri.getPort() >= 0 ? uri.getPort() : 80;
            return Optional.ofNullable(uri.getHost()).map(host -> InetSocketAddress.createUnresolved(host, port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** This machine, and what {@code NO_PROXY} lists: hosts, with what is below them, or with a port; or everything. */
    private boolean isDirect(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
            return true;
        }
        for (String entry :
                variable("NO_PROXY").orElse("").toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            String name = entry.replaceFirst("^\\*?\\.", "");
            boolean below = !name.isEmpty() && host.endsWith("." + name);
            boolean itself = host.equals(name) || (host + ":" + uri.getPort()).equals(name);
            if (entry.equals("*") || below || itself || isIn(host, entry)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an IPv4 address is in a network like {@code 10.0.0.0/8}. */
    private static boolean isIn(String host, String network) {
        if (!host.matches("[0-9.]+") || !network.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}")) {
            return false;
        }
        String[] parts = network.split("/");
        int bits = Math.min(32, Integer.parseInt(parts[1]));
        long mask = bits == 0 ? 0 : 0xffffffffL << 32 - bits;
        return (number(host) & mask) == (number(parts[0]) & mask);
    }

    private static long number(String address) {
        long number = 0;
        for (String part : address.split("\\.")) {
            number = number << 8 | Integer.parseInt(part) & 0xff;
        }
        return number;
    }
}
