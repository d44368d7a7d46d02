package io.jenkins.plugins.composerelease.steps;

import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.steps.bean.ReleaseResult;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Makes the value of a step that released. */
final class Released {
    private Released() {}

    static ReleaseResult of(EngineResult result, StepContext context) throws IOException, InterruptedException {
        Run<?, ?> run = context.get(Run.class);
        String page = Util.fixNull(Jenkins.get().getRootUrl()) + run.getUrl()
                + ReleaseAction.of(run).getUrlName() + "/";
        return new ReleaseResult(result.output(), page);
    }
}
