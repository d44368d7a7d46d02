package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All of a target's settings, hashed: a changed setting is a changed plan. Whatever a target will have some day is among them,
 * but for what a plan shows itself, how the host is logged in to, and the values of secrets.
 */
final class PlanSettings {
    private static final Set<String> ELSEWHERE = Set.of("variables", "secrets", "identity");

    private final String workspace;

    private PlanSettings(Path workspace) {
        this.workspace = workspace.toString();
    }

    /**
     * SHA-256, hexadecimal.
     *
     * @param workspace where the release's files are on this machine; another agent has them elsewhere
     */
    static String hash(Target target, Path workspace) {
        Object plain = new PlanSettings(workspace).plain(target);
        return Workspace.sha256(Json.line(plain).getBytes(StandardCharsets.UTF_8));
    }

    /** What a value is made of, as maps, lists and texts: the order of a map that Java prints is another one each time. */
    private Object plain(Object value) {
        if (value instanceof Secret) {
            return "secret";
        } else if (value instanceof Optional<?> optional) {
            return optional.map(this::plain).orElse(null);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, entry) -> sorted.put(key.toString(), plain(entry)));
            return sorted;
        } else if (value instanceof Collection<?> list) {
            return list.stream().map(this::plain).toList();
        } else if (value instanceof Record) {
            return components(value);
        }
        return String.valueOf(value).replace(workspace + "/", "./");
    }

    private Map<String, Object> components(Object value) {
        Map<String, Object> all = new TreeMap<>();
        all.put("", value.getClass().getSimpleName());
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            if (!ELSEWHERE.contains(component.getName())) {
                try {
                    component.getAccessor().setAccessible(true);
                    all.put(component.getName(), plain(component.getAccessor().invoke(value)));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("records show their components", e);
                }
            }
        }
        return all;
    }
}
