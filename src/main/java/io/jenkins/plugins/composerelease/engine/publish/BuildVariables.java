package io.jenkins.plugins.composerelease.engine.publish;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a build server's variables say about what is built: {@code GIT_COMMIT}, {@code BRANCH_NAME}, {@code GIT_BRANCH},
 * {@code TAG_NAME} and {@code CHANGE_ID}, as Jenkins sets them. They come first, and Git is asked for what they do not
 * say.
 */
public final class BuildVariables {
    private final Map<String, String> environment;

    public BuildVariables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    public Optional<String> revision() {
        return variable("GIT_COMMIT");
    }

    /**
     * The branch; {@code PR-12} for a pull request, whose own branch may well be called main in somebody else's fork. A
     * tag's build has none.
     *
     * @param checkedOut the branch that Git has checked out
     */
    public Optional<String> branch(Supplier<Optional<String>> checkedOut) {
        Optional<String> named = variable("TAG_NAME").isPresent()
                ? Optional.empty()
                : variable("BRANCH_NAME").or(() -> variable("GIT_BRANCH")
                        .map(name -> name.replaceFirst("^(refs/heads/|(refs/remotes/)?origin/)", ""))
                        .filter(name -> !name.equals("detached")));
        return named.or(checkedOut);
    }

    /**
     * The tag that is built: the one that started the build, else the highest version among those at HEAD, else the first
     * of them.
     */
    public Optional<String> tag(Supplier<List<String>> atHead) {
        return variable("TAG_NAME").or(() -> {
            List<String> tags = atHead.get();
            return tags.stream()
                    .filter(name -> Version.parse(name).isPresent())
                    .max(Comparator.comparing(name -> Version.parse(name).orElseThrow()))
                    .or(() -> tags.stream().findFirst());
        });
    }

    /** Number of the pull request that is built. */
    public Optional<Integer> pullRequest() {
        return variable("CHANGE_ID").filter(id -> id.matches("[0-9]{1,9}")).map(Integer::valueOf);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
