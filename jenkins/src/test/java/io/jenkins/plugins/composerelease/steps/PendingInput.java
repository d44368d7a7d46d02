package io.jenkins.plugins.composerelease.steps;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.jvnet.hudson.test.JenkinsRule;

/** Approvals that wait, and answers to them as scripts give them: by REST. */
public final class PendingInput {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private PendingInput() {}

    /** The one input that the run waits for. */
    public static InputStepExecution await1(WorkflowRun run) throws IOException {
        return awaitAll(run, 1).get(0);
    }

    static List<InputStepExecution> awaitAll(WorkflowRun run, int count) throws IOException {
        await().atMost(PATIENCE)
                .until(() -> !run.isBuilding() || executions(run).size() == count);
        if (!run.isBuilding()) {
            throw new AssertionError(
                    "The build does not wait for its approval but has ended: " + JenkinsRule.getLog(run));
        }
        return executions(run);
    }

    private static List<InputStepExecution> executions(WorkflowRun run) {
        InputAction action = run.getAction(InputAction.class);
        try {
            return action == null ? List.of() : action.getExecutions();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** @return the status */
    static int post(JenkinsRule jenkins, String user, WorkflowRun run, String id, String action) throws Exception {
        return send(jenkins, user, run, id, action, HttpMethod.POST);
    }

    static int send(JenkinsRule jenkins, String user, WorkflowRun run, String id, String action, HttpMethod method)
            throws Exception {
        try (JenkinsRule.WebClient client = client(jenkins, user)) {
            WebRequest request = request(jenkins, run, id, action, method);
            return client.getPage(user.isEmpty() && method == HttpMethod.POST ? client.addCrumb(request) : request)
                    .getWebResponse()
                    .getStatusCode();
        }
    }

    static WebRequest request(JenkinsRule jenkins, WorkflowRun run, String id, String action, HttpMethod method)
            throws IOException {
        return new WebRequest(new URL(jenkins.getURL(), run.getUrl() + "input/" + id + "/" + action), method);
    }

    /** Gives the user one more token: not for two threads at the same time. */
    static JenkinsRule.WebClient client(JenkinsRule jenkins, String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.setThrowExceptionOnFailingStatusCode(false);
        return user.isEmpty() ? client : client.withBasicApiToken(user);
    }

    /** Waits for the end of the build; the rule's own waiting has no deadline. */
    public static WorkflowRun ended(WorkflowRun run) throws IOException {
        await().atMost(PATIENCE).until(() -> !run.isBuilding() && !run.isLogUpdated());
        return run;
    }
}
