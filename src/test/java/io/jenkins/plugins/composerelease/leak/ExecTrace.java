package io.jenkins.plugins.composerelease.leak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every program that was started below {@code strace}, with all bytes of its arguments: what {@code strace -f -qq -xx -e
 * trace=execve,execveat -e signal=none} writes. Environments are not in it.
 */
public final class ExecTrace {
    private static final String STRING = "\"(?:\\\\x[0-9a-f]{2})*\"";

    /** The argument list is the first thing in brackets: strings in front of it are written in hexadecimal, too. */
    private static final Pattern CALL =
            Pattern.compile("\\d+ +execve(?:at)?\\([^\\[]*\\[(" + STRING + "(?:, " + STRING + ")*)?], .*");

    /** The end of a call whose start, with the arguments, stands in an earlier line. */
    private static final Pattern RESUMED = Pattern.compile("\\d+ +<\\.\\.\\. execve(?:at)? resumed>.*");

    /** Killed on the way into the kernel, which then skips the call: no program was started. */
    private static final Pattern KILLED =
            Pattern.compile("\\d+ +\\?+\\((?: <(?:detached|unfinished) \\.\\.\\.>|\\) += \\?)");

    private final List<byte[]> starts = new ArrayList<>();

    /**
     * Reads what some trace files hold so far.
     *
     * @throws AssertionError where a line is not understood or shortened, so that nothing passes unseen
     */
    public static ExecTrace read(List<Path> files) throws IOException {
        ExecTrace trace = new ExecTrace();
        for (Path file : files) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            // The tracer may be writing its last line right now.
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(trace::add);
        }
        return trace;
    }

    /** How many programs were started, or tried on the {@code PATH}. */
    public int size() {
        return starts.size();
    }

    /** Argument lists with an end of line after each list and a NUL between arguments. */
    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        starts.forEach(start -> {
            all.writeBytes(start);
            all.write('\n');
        });
        return all.toByteArray();
    }

    /** How many have all of these among their arguments, each as a part of one. */
    public long count(String... parts) {
        return starts.stream()
                .map(start -> new String(start, StandardCharsets.UTF_8))
                .filter(start -> List.of(parts).stream().allMatch(start::contains))
                .count();
    }

    private void add(String line) {
        Matcher call = CALL.matcher(line);
        if (call.matches()) {
            starts.add(arguments(call.group(1) == null ? "" : call.group(1)));
        } else if (!RESUMED.matcher(line).matches() && !KILLED.matcher(line).matches()) {
            throw new AssertionError("The trace has a line that is no start of a program: "
                    + line.substring(0, Math.min(line.length(), 120)) + " (" + line.length() + " characters)");
        }
    }

    private static byte[] arguments(String quoted) {
        ByteArrayOutputStream arguments = new ByteArrayOutputStream();
        for (String argument : quoted.split(", ")) {
            String hex = argument.replace("\"", "").replace("\\x", "");
            arguments.writeBytes(HexFormat.of().parseHex(hex));
            arguments.write(0);
        }
        return arguments.toByteArray();
    }
}
