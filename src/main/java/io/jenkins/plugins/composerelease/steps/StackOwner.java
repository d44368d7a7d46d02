package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.steps.bean.StackOwnerAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/** Which build a stack, or a set of secret files, belongs to, and which builds there are: so a start can remove what dead builds have left. */
final class StackOwner {
    private static final Logger LOGGER = Logger.getLogger(StackOwner.class.getName());

    private StackOwner() {}

    /**
     * Adds {@code owner}, {@code live} and {@code liveAt}. Not the builds' names: jobs are renamed, moved and created again, and
     * who sees this build need not know of the others.
     *
     * @throws IOException if the build could not be saved with its id
     */
    static void put(ObjectNode section, Run<?, ?> run) throws IOException {
        StackOwnerAction own = StackOwnerAction.of(run);
        section.putObject("owner")
                .put("controller", controller())
                .put("build", own.id())
                .put("since", own.since()); // the same in each start: Compose would see a change
        long now = StackOwnerAction.now(); // before the list is made: a build that gets its id meanwhile is newer
        try {
            Set<String> live = running();
            section.put("liveAt", now);
            live.forEach(section.putArray("live")::add);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> run + " removes nothing of other builds: which ones run is not known.");
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

    /** A build is on an executor from its start on; right after a restart, those that are still to go on are only listed. */
    private static Set<String> running() throws IOException {
        Set<String> builds = new TreeSet<>();
        for (Computer computer : Jenkins.get().getComputers()) {
            List<Executor> executors = new ArrayList<>(computer.getExecutors());
            executors.addAll(computer.getOneOffExecutors());
            for (Executor executor : executors) {
                if (executor.getCurrentExecutable() instanceof Run<?, ?> run) {
                    StackOwnerAction.find(run).ifPresent(action -> builds.add(action.id()));
                }
            }
        }
        for (FlowExecution flow : FlowExecutionList.get()) {
            if (flow.getOwner().getExecutable() instanceof Run<?, ?> run) {
                StackOwnerAction.find(run).ifPresent(action -> builds.add(action.id()));
            }
        }
        return builds;
    }
}
