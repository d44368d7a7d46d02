package io.jenkins.plugins.composerelease.steps.bean;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.AbortException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** A compose project that runs on the agent: what {@code composeUp} returns. */
public final class ComposeStack implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String project;
    private final List<String> files;
    private final List<String> profiles;
    private final List<String> envFiles;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final List<ComposeService> services = new ArrayList<>();

    /**
     * @param output what {@code up --json} prints
     */
    public ComposeStack(JsonNode output) {
        this.project = output.path("project").asText();
        this.files = BeanJson.texts(output.path("files"));
        this.profiles = BeanJson.texts(output.path("profiles"));
        this.envFiles = BeanJson.texts(output.path("envFiles"));
        output.path("variables")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        output.path("services").forEach(service -> services.add(new ComposeService(service)));
    }

    /** Its compose project name, for {@code composeDown}. */
    @Whitelisted
    public String getProject() {
        return project;
    }

    /** Compose files on the agent, absolute and in order. */
    @Whitelisted
    public List<String> getFiles() {
        return new ArrayList<>(files);
    }

    @Whitelisted
    public List<ComposeService> getServices() {
        return new ArrayList<>(services);
    }

    /** The machine's port where the first container of a service publishes a port of its own. */
    @Whitelisted
    public int port(String service, int port) throws AbortException {
        return find(service, port).getHostPort();
    }

    /** The same as an address: {@code http://localhost:32768}. */
    @Whitelisted
    public String url(String service, int port) throws AbortException {
        return "http://" + find(service, port).getHostAndPort();
    }

    /** What makes {@code docker compose} work on this stack. Secrets are not among it. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(variables);
        environment.put("COMPOSE_PROJECT_NAME", project);
        environment.put("COMPOSE_PATH_SEPARATOR", ":");
        environment.put("COMPOSE_FILE", String.join(":", files));
        environment.put("COMPOSE_PROFILES", String.join(",", profiles));
        if (!envFiles.isEmpty()) {
            environment.put("COMPOSE_ENV_FILES", String.join(",", envFiles));
        }
        return environment;
    }

    private ComposePort find(String service, int port) throws AbortException {
        return services.stream()
                .filter(found -> found.getName().equals(service))
                .flatMap(found -> found.getPorts().stream())
                .filter(found -> found.getPort() == port)
                .findFirst()
                .orElseThrow(() -> new AbortException("Service '" + service + "' of project '" + project
                        + "' does not publish port " + port + "; what is published: " + services
                        + ". Add the port to 'ports' of the service."));
    }

    @Override
    public String toString() {
        return project + " " + services;
    }
}
