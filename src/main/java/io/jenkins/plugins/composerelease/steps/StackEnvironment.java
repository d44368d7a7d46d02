package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.steps.bean.ComposeStack;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * What a block sees of the stack around it: the variables that make {@code docker compose} work on it. Secrets among them are
 * encrypted where Jenkins keeps the block, and hidden in its log.
 */
final class StackEnvironment extends EnvironmentExpander {
    private static final long serialVersionUID = 1L;
    private static final String FILE = "COMPOSE_FILE";

    /** Has the value of the former, which a step within the block must not take for one that somebody has set. */
    private static final String BOUND_FILE = "COMPOSE_RELEASE_FILE";

    /** Begins the names of variables with what is set around the block. */
    private static final String OUTER = "COMPOSE_RELEASE_OUTER_";

    /** What makes Compose find a stack's files. An empty one counts as not set. */
    private static final List<String> FINDS =
            List.of(FILE, "COMPOSE_PATH_SEPARATOR", "COMPOSE_PROFILES", "COMPOSE_ENV_FILES");

    private final HashMap<String, String> variables;
    private final SecretVariables secrets;
    private final SecretMask mask;

    private StackEnvironment(Map<String, String> variables, SecretBindings bindings) {
        this.variables = new HashMap<>(variables);
        this.secrets = new SecretVariables(bindings, Map.of());
        this.mask = bindings.mask();
    }

    static StackEnvironment of(ComposeStack stack, List<SecretEntry> entries, StepContext context)
            throws IOException, InterruptedException {
        Map<String, String> variables = stack.environment();
        variables.put(BOUND_FILE, variables.get(FILE));
        stack.getServices().forEach(service -> service.getPorts()
                .forEach(port -> variables.putIfAbsent(
                        "COMPOSE_PORT_" + variable(service.getName()) + "_" + port.getPort(),
                        String.valueOf(port.getHostPort()))));
        // The start said in the log which credentials are used.
        RequestSecrets found = new RequestSecrets(context.get(Run.class), TaskListener.NULL, "withCompose");
        SecretBindings bindings = SecretBindings.ofStack(entries == null ? List.of() : entries, found);
        return new StackEnvironment(variables, bindings);
    }

    /** What hides a block's stack from a start within it, which looks for its own files: what is set around the block. */
    static Map<String, String> forgotten(EnvVars env) {
        return isBound(env) ? outer(env) : Map.of();
    }

    private static boolean isBound(EnvVars env) {
        return env.containsKey(FILE) && env.get(FILE).equals(env.get(BOUND_FILE));
    }

    private static Map<String, String> outer(EnvVars env) {
        String prefix = isBound(env) ? OUTER : "";
        Map<String, String> outer = new LinkedHashMap<>();
        FINDS.forEach(name -> outer.put(name, env.get(prefix + name, "")));
        return outer;
    }

    private static String variable(String service) {
        return service.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT);
    }

    BodyInvoker around(BodyInvoker body, StepContext context) throws IOException, InterruptedException {
        return mask.around(body, context)
                .withContext(EnvironmentExpander.merge(context.get(EnvironmentExpander.class), this));
    }

    @Override
    public void expand(@NonNull EnvVars env) {
        Map<String, String> outer = outer(env);
        outer.forEach((name, value) -> env.override(OUTER + name, value));
        env.overrideAll(variables);
        secrets.expand(env);
    }

    @Override
    @NonNull
    public Set<String> getSensitiveVariables() {
        return secrets.getSensitiveVariables();
    }
}
