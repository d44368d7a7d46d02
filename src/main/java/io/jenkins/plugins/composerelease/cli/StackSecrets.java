package io.jenkins.plugins.composerelease.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.deploy.SecretExposure;
import io.jenkins.plugins.composerelease.engine.deploy.SecretUse;
import io.jenkins.plugins.composerelease.engine.deploy.StackConfig;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.ComposeConfig;
import java.util.List;

/** Says which services of a stack on this machine get which secrets, and warns of those that others can see. */
final class StackSecrets {
    private StackSecrets() {}

    /**
     * @param config the resolved configuration of all services
     * @param services the services to start; all whose profile is active when empty
     */
    static void tell(
            String config, ComposeProject project, List<String> services, List<SecretBinding> secrets, ReleaseLog log) {
        JsonNode starting = ComposeConfig.parse(ComposeConfig.starting(config, services, project.profiles()));
        for (JsonNode service : starting.path("services")) {
            ((ObjectNode) service).remove("image"); // what was just built may have no name that a registry takes
        }
        StackConfig stack = StackConfig.parse(starting.toString(), project.directory());
        SecretUse.lines(secrets, stack, "this machine").forEach(log::progress);
        SecretExposure.find(stack, secrets).forEach(log::warn);
    }
}
