package io.jenkins.plugins.composerelease.engine.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The canonical form of a plan and its hash: length-prefixed fields, so that no two plans share a form. */
final class PlanHash {
    private final MessageDigest digest;

    private PlanHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String of(Plan plan) {
        PlanHash hash = new PlanHash();
        hash.add("compose-release plan 2", plan.application(), plan.target(), plan.revision());
        hash.add(plan.previous().orElse(""), plan.schema().orElse(""), plan.settings());
        hash.addAll("images", plan.images());
        hash.list("changes", plan.changes(), hash::change);
        hash.list("migrations", plan.migrations(), hash::migration);
        hash.addAll("files", plan.files());
        hash.addAll("variables", plan.variables());
        hash.addAll("secrets", plan.secrets());
        hash.addAll("ports", plan.more().ports());
        hash.list("drift", plan.more().drift(), hash::add);
        hash.add(plan.more().verified().orElse(""));
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void change(Plan.ServiceChange change) {
        add(
                change.service(),
                change.from().map(Object::toString).orElse(""),
                change.to().toString(),
                change.action().name());
    }

    private void migration(Plan.PendingMigration migration) {
        add(
                migration.version(),
                migration.description(),
                migration.checksum().map(String::valueOf).orElse(""));
        list("destructive", migration.destructive(), this::add);
    }

    /** A list's length stands before it, so that its last entry cannot be read as the first of what follows. */
    private <T> void list(String name, List<T> list, Consumer<T> each) {
        add(name, String.valueOf(list.size()));
        list.forEach(each);
    }

    private void addAll(String name, Map<String, ?> map) {
        add(name, String.valueOf(map.size()));
        new TreeMap<>(map).forEach((key, value) -> add(key, value.toString()));
    }

    private void add(String... fields) {
        for (String field : fields) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
    }
}
