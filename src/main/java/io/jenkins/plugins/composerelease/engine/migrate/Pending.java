package io.jenkins.plugins.composerelease.engine.migrate;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** What Flyway would find pending in an empty database, read from the files alone: before a first release. */
public final class Pending {
    private static final Pattern VERSIONED = Pattern.compile("V([0-9]+(?:[._][0-9]+)*)(?:__(.*))?\\.sql");
    private static final Pattern OTHER =
            Pattern.compile("[UB][0-9]+([._][0-9]+)*(__.*)?\\.sql|(before|after|create)[A-Z][A-Za-z]*(__.*)?\\.sql");
    private static final Pattern REPEATABLE = Pattern.compile("R__(.*)\\.sql");

    private Pending() {}

    /**
     * All migrations below the directories, with the versions and checksums that Flyway gives them: versioned ones in
     * order of version, then repeatable ones (their version is their file name) in order of description.
     *
     * @param locations directories on this machine
     * @throws ReleaseException with exit code MIGRATION_FAILED if a directory or file cannot be read, or two files have
     *     the same version, or one has a name that Flyway would refuse
     */
    public static List<PendingMigration> fromFiles(List<String> locations) {
        List<PendingMigration> versioned = new ArrayList<>();
        List<PendingMigration> repeatable = new ArrayList<>();
        for (String location : locations) {
            for (Path file : sqlFiles(Path.of(location))) {
                String name = String.valueOf(file.getFileName());
                Matcher version = VERSIONED.matcher(name);
                Matcher repeat = REPEATABLE.matcher(name);
                if (version.matches()) {
                    String number = version.group(1).replace('_', '.');
                    versioned.add(pending(
                            file, number, Optional.ofNullable(version.group(2)).orElse("")));
                } else if (repeat.matches()) {
                    repeatable.add(pending(file, name, repeat.group(1)));
                } else if (!OTHER.matcher(name).matches()) {
                    throw failed(
                            "'" + file + "' has no name that Flyway reads.",
                            "Name it V<version>__<description>.sql or R__<description>.sql.",
                            null);
                }
            }
        }
        versioned.sort(Comparator.comparing(PendingMigration::version, Pending::compareVersions));
        repeatable.sort(Comparator.comparing(PendingMigration::description));
        requireDistinct(versioned);
        versioned.addAll(repeatable);
        return List.copyOf(versioned);
    }

    /** The statements of a migration's file that {@link DestructiveSql} finds. */
    public static List<String> destructive(Path file) {
        return DestructiveSql.find(String.join("\n", lines(file)));
    }

    private static PendingMigration pending(Path file, String version, String description) {
        List<String> lines = lines(file);
        return new PendingMigration(
                version,
                description.replace('_', ' '),
                Optional.of(checksum(lines)),
                DestructiveSql.find(String.join("\n", lines)));
    }

    /** Flyway's checksum: CRC-32 over the lines without their ends, so that it does not depend on the platform. */
    private static int checksum(List<String> lines) {
        CRC32 crc = new CRC32();
        lines.forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) crc.getValue();
    }

    private static List<Path> sqlFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".sql") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failed(
                    "Could not read the migrations in '" + directory + "': " + e + ".",
                    "Check flyway's locations: they are relative to the workspace.",
                    e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            String text = Files.readString(file);
            return (text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .lines()
                    .toList();
        } catch (MalformedInputException e) {
            throw failed("Migration '" + file + "' is not UTF-8 text.", "Save it as UTF-8.", e);
        } catch (IOException e) {
            throw failed("Could not read migration '" + file + "': " + e + ".", "Check the file.", e);
        }
    }

    private static void requireDistinct(List<PendingMigration> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            if (compareVersions(sorted.get(i - 1).version(), sorted.get(i).version()) == 0) {
                throw failed(
                        "Two migrations have version " + sorted.get(i).version() + ": '"
                                + sorted.get(i - 1).description() + "' and '"
                                + sorted.get(i).description() + "'.",
                        "Give one of them the next free version.",
                        null);
            }
        }
    }

    private static int compareVersions(String left, String right) {
        String[] a = left.split("\\.");
        String[] b = right.split("\\.");
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            BigInteger x = i < a.length ? new BigInteger(a[i]) : BigInteger.ZERO;
            BigInteger y = i < b.length ? new BigInteger(b[i]) : BigInteger.ZERO;
            if (!x.equals(y)) {
                return x.compareTo(y);
            }
        }
        return 0;
    }

    private static ReleaseException failed(String message, String advice, Exception cause) {
        return new ReleaseException(ExitCode.MIGRATION_FAILED, message, advice, cause);
    }
}
