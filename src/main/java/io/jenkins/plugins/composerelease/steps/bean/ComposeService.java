package io.jenkins.plugins.composerelease.steps.bean;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** A service of a stack that runs. */
public final class ComposeService implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final List<ComposePort> ports = new ArrayList<>();

    ComposeService(JsonNode service) {
        this.name = service.path("name").asText();
        service.path("ports").forEach(port -> ports.add(new ComposePort(port)));
    }

    @Whitelisted
    public String getName() {
        return name;
    }

    /** What its containers publish on the machine. */
    @Whitelisted
    public List<ComposePort> getPorts() {
        return new ArrayList<>(ports);
    }

    @Override
    public String toString() {
        return name + " " + ports;
    }
}
