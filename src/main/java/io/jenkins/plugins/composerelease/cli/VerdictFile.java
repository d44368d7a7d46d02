package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.deploy.HeldCheck.Verdict;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The file by which somebody says how a check went. Whoever writes it need not do so at once. */
final class VerdictFile implements Supplier<Optional<Verdict>> {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path file;
    private final UnaryOperator<String> mask;
    private String seen = "";
    private Deadline since = Deadline.in(PATIENCE);

    /**
     * @param mask hides secrets: what the file says is recorded
     */
    VerdictFile(Path file, UnaryOperator<String> mask) {
        this.file = file;
        this.mask = mask;
    }

    /** The verdict, once two looks saw the same. */
    @Override
    public Optional<Verdict> get() {
        String text = read();
        if (!text.equals(seen)) {
            seen = text;
            since = Deadline.in(PATIENCE);
            return Optional.empty();
        }
        String[] lines = text.strip().split("\\R", 2);
        String detail = lines.length > 1 ? line(lines[1]) : "";
        return switch (lines[0].strip()) {
            case "passed" -> Optional.of(new Verdict(true, detail));
            case "failed" -> Optional.of(new Verdict(false, detail));
            case "" -> Optional.empty();
            default -> unreadable(lines[0]);
        };
    }

    private Optional<Verdict> unreadable(String first) {
        String detail = "the verdict begins with '" + line(first) + "', expected passed or failed";
        return since.passed() ? Optional.of(new Verdict(false, detail)) : Optional.empty();
    }

    private String line(String text) {
        return Text.printable(mask.apply(text).replaceAll("\\s+", " ").strip());
    }

    private String read() {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new ReleaseException(
                    ExitCode.FAILED, "The verdict '" + file + "' could not be read.", "Check its permissions.", e);
        }
    }
}
