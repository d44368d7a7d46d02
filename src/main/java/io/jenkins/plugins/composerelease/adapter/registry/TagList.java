package io.jenkins.plugins.composerelease.adapter.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the tags of one repository, page by page. A registry that does not tell them is no failure. */
final class TagList {
    private static final int PAGES = 100;

    /** The most that registries which limit it give on one page. */
    private static final int ON_A_PAGE = 1000;

    private static final int LONGEST_TAG = 128;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?");

    private final RegistryClient client;
    private final String repository;

    TagList(RegistryClient client, String repository) {
        this.client = client;
        this.repository = repository;
    }

    List<String> read(Deadline deadline) {
        List<String> tags = new ArrayList<>();
        Optional<String> page = Optional.of("tags/list?n=" + ON_A_PAGE);
        for (int i = 0; page.isPresent(); i++) {
            if (i == PAGES || tags.size() >= PAGES * ON_A_PAGE) {
                client.tell(
                        "'" + repository + "' has more than " + tags.size() + " tags: the others are not looked at");
                return tags;
            }
            RegistryCall call = RegistryCall.get(
                    "list the tags of '" + repository + "'", repository, page.get(), "application/json");
            RegistryAnswer answer = client.ask(call, client.within(call, deadline));
            if (answer.status() != 200) {
                tellRefusal(answer);
                return tags;
            }
            add(RawManifest.tree(answer.body(), client.errors(), "the tags of '" + repository + "'"), tags);
            page = answer.header("Link").flatMap(link -> next(call, link));
        }
        return tags;
    }

    private static void add(JsonNode page, List<String> tags) {
        for (JsonNode tag : page.path("tags")) {
            if (tag.isTextual() && tag.asText().length() <= LONGEST_TAG) {
                tags.add(tag.asText());
            }
        }
    }

    private void tellRefusal(RegistryAnswer answer) {
        if (answer.status() != 404) {
            client.tell("does not list the tags of '" + repository + "' (" + answer.describe()
                    + "): released versions are not looked for there");
        }
    }

    /** Its query only: behind a proxy, registries name hosts and paths that are not those we know. */
    private Optional<String> next(RegistryCall call, String link) {
        Matcher matcher = NEXT.matcher(link);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            String query = URI.create(matcher.group(1)).getRawQuery();
            return Optional.ofNullable(query).map(text -> "tags/list?" + text).filter(text -> !call.path()
                    .endsWith(text));
        } catch (IllegalArgumentException e) {
            client.tell("the link to further tags of '" + repository + "' is no address: " + Text.printable(link));
            return Optional.empty();
        }
    }
}
