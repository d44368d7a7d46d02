package io.jenkins.plugins.composerelease.engine.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

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
        hash.add("compose-release plan 1", plan.application(), plan.target(), plan.revision());
        hash.add(plan.previous().orElse(""), plan.schema().orElse(""), plan.settings());
        hash.addAll("images", plan.images());
        for (Plan.ServiceChange change : plan.changes()) {
            hash.add(
                    change.service(),
                    change.from().map(Object::toString).orElse(""),
                    change.to().toString(),
                    change.action().name());
        }
        for (Plan.PendingMigration migration : plan.migrations()) {
            hash.add(
                    migration.version(),
                    migration.description(),
                    migration.checksum().map(String::valueOf).orElse(""));
        }
        hash.addAll("files", plan.files());
        hash.addAll("variables", plan.variables());
        hash.addAll("secrets", plan.secrets());
        return HexFormat.of().formatHex(hash.digest.digest());
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
