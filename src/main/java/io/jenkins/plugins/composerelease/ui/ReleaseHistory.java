package io.jenkins.plugins.composerelease.ui;

import hudson.model.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The releases of a job, one a line, in the job's own directory: they outlive their builds, follow the job when it is
 * renamed and go with it. The newest 200 of a target are kept, and 2,000 in all.
 */
final class ReleaseHistory {
    private static final Logger LOGGER = Logger.getLogger(ReleaseHistory.class.getName());
    static final String FILE = "compose-release-history.jsonl";
    static final int OF_TARGET = 200;
    private static final int IN_ALL = 2_000;
    /** Rewriting the file for each row would make it anything but append-only. */
    private static final int SLACK = 100;

    private final Path file;

    ReleaseHistory(Job<?, ?> job) {
        this.file = job.getRootDir().toPath().resolve(FILE);
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Adds a row. One that cannot be written is logged: it never breaks a release. */
    void add(HistoryRow row) {
        synchronized (ReleaseHistory.class) {
            try {
                Files.writeString(file, row.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                bound();
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "A release could not be added to '" + file + "'.");
            }
        }
    }

    /** What is known, oldest first. */
    Content read() {
        synchronized (ReleaseHistory.class) {
            try {
                return content(Files.readAllLines(file));
            } catch (NoSuchFileException e) {
                return new Content(List.of(), 0);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "'" + file + "' could not be read.");
                return new Content(List.of(), 1);
            }
        }
    }

    /**
     * @param rows oldest first
     * @param unreadable lines that are no rows
     */
    record Content(List<HistoryRow> rows, int unreadable) {}

    private static Content content(List<String> lines) {
        Map<String, HistoryRow> rows = new LinkedHashMap<>();
        int unreadable = 0;
        for (String line : lines) {
            var row = HistoryRow.read(line);
            row.ifPresent(known -> rows.put(known.key(), known));
            unreadable += row.isPresent() ? 0 : 1;
        }
        return new Content(newest(rows.values()), unreadable);
    }

    /** The newest of each target, oldest first. */
    private static List<HistoryRow> newest(Collection<HistoryRow> rows) {
        Map<String, Integer> counts = new HashMap<>();
        List<HistoryRow> kept = new ArrayList<>();
        List<HistoryRow> all = new ArrayList<>(rows);
        for (int i = all.size() - 1; i >= 0 && kept.size() < IN_ALL; i--) {
            if (counts.merge(all.get(i).target(), 1, Integer::sum) <= OF_TARGET) {
                kept.add(all.get(i));
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    private void bound() throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<HistoryRow> rows = content(lines).rows();
        if (lines.size() <= rows.size() + SLACK) {
            return;
        }
        Path part = Files.createTempFile(Objects.requireNonNull(file.getParent()), "." + FILE, ".part");
        try {
            Files.write(part, rows.stream().map(HistoryRow::line).toList());
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
