package io.jenkins.plugins.composerelease.steps.bean;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** A port of a container that its machine publishes. */
public final class ComposePort implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String address;
    private final int hostPort;
    private final int port;
    private final String protocol;

    ComposePort(JsonNode port) {
        this.address = port.path("address").asText();
        this.hostPort = port.path("hostPort").asInt();
        this.port = port.path("port").asInt();
        this.protocol = port.path("protocol").asText();
    }

    /** Address that it is published on; {@code 0.0.0.0} or {@code ::} for all. */
    @Whitelisted
    public String getAddress() {
        return address;
    }

    /** Port of the machine. */
    @Whitelisted
    public int getHostPort() {
        return hostPort;
    }

    /** Port of the container. */
    @Whitelisted
    public int getPort() {
        return port;
    }

    @Whitelisted
    public String getProtocol() {
        return protocol;
    }

    /** Where a process of the machine reaches it, such as {@code localhost:32768}. */
    @Whitelisted
    public String getHostAndPort() {
        boolean everywhere = address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
        return (everywhere ? "localhost" : address.contains(":") ? "[" + address + "]" : address) + ":" + hostPort;
    }

    @Override
    public String toString() {
        return getHostAndPort() + " -> " + port + "/" + protocol;
    }
}
