package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Keys of a target's templates and of the env files that it takes as an example, and which of them have no value. */
final class Keys {
    private static final Pattern ASSIGNED =
            Pattern.compile("^[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \\t]*[=:]", Pattern.MULTILINE);

    private final Target target;
    private final Workspace workspace;
    private final Map<String, String> variables;

    Keys(ReleaseRequest request) {
        this.target = request.target();
        this.workspace = new Workspace(request);
        this.variables = Workspace.variables(target, request.images());
    }

    /** A line for each template that cannot be filled. */
    List<String> unfilled() {
        List<String> lines = new ArrayList<>();
        List<String> transferred = workspace.transferred();
        for (String template : target.guards().templates()) {
            if (!transferred.contains(template)) {
                lines.add("'" + template + "' is not among the files to transfer");
                continue;
            }
            List<String> missing = new Template(workspace.read(template)).missing(variables);
            if (!missing.isEmpty()) {
                lines.add("'" + template + "' needs " + String.join(", ", missing));
            }
        }
        return lines;
    }

    /** A line for each example whose keys have no value on the target. */
    List<String> unset() {
        Set<String> set = new TreeSet<>(variables.keySet());
        target.envFiles().forEach(file -> set.addAll(in(file)));
        target.secrets().stream()
                .filter(secret -> secret.kind() == SecretBinding.Kind.ENV)
                .forEach(secret -> set.add(secret.name()));
        List<String> lines = new ArrayList<>();
        for (String example : target.guards().requiredKeys()) {
            Set<String> missing = in(example);
            missing.removeAll(set);
            if (!missing.isEmpty()) {
                lines.add("'" + example + "' has " + String.join(", ", missing));
            }
        }
        return lines;
    }

    private Set<String> in(String file) {
        String text = new String(workspace.read(file), StandardCharsets.UTF_8);
        return ASSIGNED.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(TreeSet::new, Set::add, Set::addAll);
    }
}
