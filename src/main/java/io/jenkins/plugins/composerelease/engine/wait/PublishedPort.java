package io.jenkins.plugins.composerelease.engine.wait;

/**
 * A port of a container that its host publishes.
 *
 * @param port port inside the container
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param address address on the host, for example {@code 127.0.0.1}, {@code 0.0.0.0} or {@code ::}
 * @param hostPort port on the host
 */
public record PublishedPort(int port, String protocol, String address, int hostPort) {}
