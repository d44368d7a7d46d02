package io.jenkins.plugins.composerelease.steps.bean;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run published: the images that its plans release when they name no others. */
public final class PublishedAction extends InvisibleAction {
    private volatile List<PublishedImages> published =
            new ArrayList<>(); // replaced, never changed: Jenkins saves at any time

    /** Remembers images and saves the run. */
    public static void add(Run<?, ?> run, PublishedImages images) throws IOException {
        synchronized (PublishedAction.class) {
            PublishedAction action = run.getAction(PublishedAction.class);
            if (action == null) {
                action = new PublishedAction();
                run.addAction(action);
            }
            List<PublishedImages> more = new ArrayList<>(action.published);
            more.add(images);
            action.published = more;
        }
        run.save();
    }

    /** All that the run published of an application; of images with the same name the last one. */
    public static Optional<PublishedImages> of(Run<?, ?> run, String application) {
        PublishedAction action = run.getAction(PublishedAction.class);
        PublishedImages last = null;
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        for (PublishedImages images : action == null ? List.<PublishedImages>of() : action.published) {
            if (images.application().equals(application)) {
                images.images()
                        .path("images")
                        .forEach(image -> byName.put(image.path("name").asText(), image));
                last = images;
            }
        }
        if (last == null) {
            return Optional.empty();
        }
        ObjectNode all = last.images();
        all.putArray("images").addAll(byName.values());
        return Optional.of(new PublishedImages(all, last.registryUrl(), last.registryCredentialsId()));
    }
}
