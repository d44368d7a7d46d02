package io.jenkins.plugins.composerelease.engine.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The stages of a Dockerfile, and which of them an image is made of: what others copy does not reach it. */
final class DockerStages {
    /** The first one holds what is before any {@code FROM}, and always counts. */
    private final List<Stage> stages = new ArrayList<>(List.of(new Stage("")));

    void start(String name) {
        stages.add(new Stage(name));
    }

    void add(Dockerfile.Copy copy) {
        last().copies().add(copy);
        use(copy.context());
    }

    /**
     * @param name what the current stage takes something from
     */
    void use(String name) {
        if (!name.isEmpty()) {
            last().uses().add(name);
        }
    }

    /**
     * @param target the stage to build; the last one without
     * @return in the file's order; of all stages where it does not say which are needed
     */
    List<Dockerfile.Copy> copies(Optional<String> target) {
        return needed(target).stream()
                .flatMap(index -> stages.get(index).copies().stream())
                .toList();
    }

    private Stage last() {
        return stages.get(stages.size() - 1);
    }

    private Set<Integer> needed(Optional<String> target) {
        Set<Integer> all = new TreeSet<>();
        Set<Integer> wanted = new TreeSet<>();
        for (int i = 0; i < stages.size(); i++) {
            all.add(i);
            if (target.isEmpty() ? i == stages.size() - 1 : isCalled(i, target.get())) {
                wanted.add(i);
            }
        }
        Set<Integer> found = new TreeSet<>(Set.of(0));
        Deque<Integer> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            int index = open.pop();
            if (!found.add(index)) {
                continue;
            }
            for (String used : stages.get(index).uses()) {
                if (mayBeAnyStage(used)) {
                    return all;
                }
                all.stream().filter(other -> isCalled(other, used)).forEach(open::push);
            }
        }
        return wanted.isEmpty() ? all : found;
    }

    private boolean isCalled(int index, String name) {
        return index > 0
                && (stages.get(index).name().equalsIgnoreCase(name) || name.equals(Integer.toString(index - 1)));
    }

    /** A variable; but no stage is called like an image with a path or a tag. */
    private static boolean mayBeAnyStage(String used) {
        return used.contains("$") && !used.replaceAll("\\$\\{[^}]*}", "").matches(".*[/:@].*");
    }

    /**
     * @param name empty where it has none
     * @param uses stages, images or contexts that it is made of
     */
    private record Stage(String name, List<Dockerfile.Copy> copies, List<String> uses) {
        Stage(String name) {
            this(name, new ArrayList<>(), new ArrayList<>());
        }
    }
}
