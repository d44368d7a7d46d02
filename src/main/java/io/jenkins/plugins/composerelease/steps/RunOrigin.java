package io.jenkins.plugins.composerelease.steps;

import hudson.EnvVars;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.triggers.SCMTriggerItem;

/** Which run a report comes from: name, page, branch and commit. */
final class RunOrigin {
    private RunOrigin() {}

    static io.jenkins.plugins.composerelease.engine.report.Run of(Run<?, ?> run, EnvVars env, TaskListener listener) {
        String root = Jenkins.get().getRootUrl();
        if (root == null) {
            listener.error("The issue cannot link to this build: Jenkins does not know its own address."
                    + " Set it in Manage Jenkins, System, Jenkins URL.");
        }
        Map<String, String> scm = scm(run);
        return new io.jenkins.plugins.composerelease.engine.report.Run(
                run.getFullDisplayName(),
                Optional.ofNullable(root).map(address -> address + run.getUrl()),
                first(env.get("BRANCH_NAME"), env.get("GIT_BRANCH"), scm.get("GIT_BRANCH")),
                first(env.get("GIT_COMMIT"), scm.get("GIT_COMMIT"), scm.get("SVN_REVISION")));
    }

    /** What the run's source control would put into the environment of a job that is no Pipeline. */
    private static Map<String, String> scm(Run<?, ?> run) {
        Map<String, String> env = new HashMap<>();
        SCMTriggerItem item = SCMTriggerItem.SCMTriggerItems.asSCMTriggerItem(run.getParent());
        if (item != null) {
            for (SCM scm : item.getSCMs()) {
                Map<String, String> one = new HashMap<>();
                scm.buildEnvironment(run, one);
                one.forEach(env::putIfAbsent);
            }
        }
        return env;
    }

    private static Optional<String> first(String... values) {
        for (String value : values) {
            if (Util.fixEmptyAndTrim(value) != null) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }
}
