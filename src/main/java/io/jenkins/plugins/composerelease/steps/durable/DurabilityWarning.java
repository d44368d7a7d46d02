package io.jenkins.plugins.composerelease.steps.durable;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Says once a build that its durability setting gives up what these steps could survive. */
final class DurabilityWarning extends InvisibleAction {
    private DurabilityWarning() {}

    static void print(StepContext context) throws IOException, InterruptedException {
        FlowExecution execution = context.get(FlowExecution.class);
        Run<?, ?> run = context.get(Run.class);
        if (execution == null
                || execution.getDurabilityHint().isPersistWithEveryStep()
                || run.getAction(DurabilityWarning.class) != null) {
            return;
        }
        run.addAction(new DurabilityWarning());
        context.get(TaskListener.class)
                .getLogger()
                .println("This build's durability setting is " + execution.getDurabilityHint()
                        + ": it is lost when the controller goes down hard, and a running release then has to be settled by"
                        + " the next one. Set the Pipeline's speed/durability override to MAX_SURVIVABILITY.");
    }
}
