package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.JenkinsRule;

/** Many steps that must fail, in one build. */
final class StepMessages {
    private StepMessages() {}

    /**
     * Runs each step, whatever became of those before.
     *
     * @param block what the steps are in, {@code STEPS} for them
     * @return the message of each step's failure, or {@code no failure}
     */
    static List<String> of(JenkinsRule jenkins, WorkflowJob job, String block, List<String> steps) throws Exception {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            script.append("try { ")
                    .append(steps.get(i))
                    .append("\n echo '<<%d no failure %d>>' } catch (e) { echo \"<<%d ${e.message} %d>>\" }\n"
                            .formatted(i, i, i, i));
        }
        job.setDefinition(new CpsFlowDefinition(block.replace("STEPS", script), true));
        String log = JenkinsRule.getLog(jenkins.buildAndAssertSuccess(job));
        List<String> messages = new ArrayList<>();
        Matcher matcher =
                Pattern.compile("<<(\\d+) (.*?) \\1>>", Pattern.DOTALL).matcher(log);
        while (matcher.find()) {
            messages.add(matcher.group(2));
        }
        assertThat(messages).as(log).hasSameSizeAs(steps);
        return messages;
    }
}
