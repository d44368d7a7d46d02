package io.jenkins.plugins.composerelease.steps.bean;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a run published, for its plans; and what it built without pushing it, for its later calls that push. */
public final class PublishedAction extends InvisibleAction {
    // Replaced, never changed: Jenkins saves at any time.
    private volatile List<PublishedImages> published = new ArrayList<>();
    private volatile List<PublishedImages> built = new ArrayList<>(); // null in runs of before there was such a thing

    /** Remembers images and saves the run. */
    public static void add(Run<?, ?> run, PublishedImages images) throws IOException {
        synchronized (PublishedAction.class) {
            PublishedAction action = action(run);
            action.published = with(action.published, images);
        }
        run.save();
    }

    /** The same of images that the run pushed: what it built of them has been pushed, and a later call builds anew. */
    public static void addPushed(Run<?, ?> run, PublishedImages images) throws IOException {
        synchronized (PublishedAction.class) {
            PublishedAction action = action(run);
            action.published = with(action.published, images);
            action.built = without(action.built, images);
        }
        run.save();
    }

    /** Remembers images that were built and not pushed, in the form of {@code built-images.json}, and saves the run. */
    public static void addBuilt(Run<?, ?> run, PublishedImages images) throws IOException {
        synchronized (PublishedAction.class) {
            PublishedAction action = action(run);
            action.built = with(action.built, images);
        }
        run.save();
    }

    /** All that the run published of an application; of images with the same name the last one. */
    public static Optional<PublishedImages> of(Run<?, ?> run, String application) {
        PublishedAction action = run.getAction(PublishedAction.class);
        return action == null ? Optional.empty() : merged(action.published, application);
    }

    /** The same of what it built without pushing it, in the form of {@code built-images.json}. */
    public static Optional<ObjectNode> built(Run<?, ?> run, String application) {
        PublishedAction action = run.getAction(PublishedAction.class);
        return action == null
                ? Optional.empty()
                : merged(action.built, application).map(PublishedImages::images);
    }

    /** Whether the application is the one that the run published first. */
    public static boolean isFirst(Run<?, ?> run, String application) {
        PublishedAction action = run.getAction(PublishedAction.class);
        return action != null
                && action.published.stream()
                        .findFirst()
                        .filter(images -> images.application().equals(application))
                        .isPresent();
    }

    private static PublishedAction action(Run<?, ?> run) {
        PublishedAction action = run.getAction(PublishedAction.class);
        if (action == null) {
            action = new PublishedAction();
            run.addAction(action);
        }
        return action;
    }

    private static List<PublishedImages> with(List<PublishedImages> all, PublishedImages images) {
        List<PublishedImages> more = all == null ? new ArrayList<>() : new ArrayList<>(all);
        more.add(images);
        return more;
    }

    private static List<PublishedImages> without(List<PublishedImages> all, PublishedImages images) {
        Set<String> names = new HashSet<>();
        images.images()
                .path("images")
                .forEach(image -> names.add(image.path("name").asText()));
        List<PublishedImages> left = new ArrayList<>();
        for (PublishedImages some : all == null ? List.<PublishedImages>of() : all) {
            PublishedImages rest = some.application().equals(images.application()) ? some.without(names) : some;
            if (!rest.images().path("images").isEmpty()) {
                left.add(rest);
            }
        }
        return left;
    }

    private static Optional<PublishedImages> merged(List<PublishedImages> all, String application) {
        PublishedImages last = null;
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        Map<String, PublishedImages> holders = new LinkedHashMap<>();
        for (PublishedImages images : all == null ? List.<PublishedImages>of() : all) {
            if (images.application().equals(application)) {
                for (JsonNode image : images.images().path("images")) {
                    byName.put(image.path("name").asText(), image);
                    holders.put(image.path("name").asText(), images);
                }
                last = images;
            }
        }
        if (last == null) {
            return Optional.empty();
        }
        ObjectNode merged = last.images();
        merged.putArray("images").addAll(byName.values());
        PublishedImages end = last;
        // Of images in several registries no password is the right one for all: the target's own has to do.
        boolean one =
                holders.values().stream().allMatch(images -> Objects.equals(images.registryUrl(), end.registryUrl()));
        return Optional.of(new PublishedImages(
                merged, one ? last.registryUrl() : null, one ? last.registryCredentialsId() : null));
    }
}
