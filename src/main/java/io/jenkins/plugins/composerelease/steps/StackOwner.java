package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Util;
import hudson.model.Run;
import java.io.IOException;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/** Which build a stack belongs to, and which builds there are: so a start can remove what dead builds have left. */
final class StackOwner {
    private static final Logger LOGGER = Logger.getLogger(StackOwner.class.getName());

    private StackOwner() {}

    /** Adds {@code owner}, {@code live} and {@code liveAt}. */
    static void put(ObjectNode compose, Run<?, ?> run) {
        // Before the list is made: the stack of a build that begins meanwhile is newer than this.
        long now = System.currentTimeMillis();
        compose.putObject("owner")
                .put("controller", controller())
                .put("build", run.getExternalizableId())
                .put("since", now);
        try {
            running(compose.putArray("live"));
            compose.put("liveAt", now);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> run + " removes nothing of other builds: which ones run is not known.");
            compose.remove("live");
        }
    }

    /**
     * The same after a restart; another one for a copy of this Jenkins that has an address of its own. A digest, as it can be
     * read by everybody who may list the containers of an agent.
     */
    private static String controller() {
        Jenkins jenkins = Jenkins.get();
        return Util.getDigestOf(
                jenkins.getLegacyInstanceId() + " " + Objects.toString(jenkins.getRootUrl(), "") + " compose-release");
    }

    /** Builds that have these steps are Pipelines. Right after a restart, those that are still to go on are among them. */
    private static void running(ArrayNode builds) throws IOException {
        for (FlowExecution flow : FlowExecutionList.get()) {
            if (flow.getOwner().getExecutable() instanceof Run<?, ?> run) {
                builds.add(run.getExternalizableId());
            }
        }
    }
}
