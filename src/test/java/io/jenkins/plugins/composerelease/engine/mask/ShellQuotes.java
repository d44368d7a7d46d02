package io.jenkins.plugins.composerelease.engine.mask;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Texts as bash quotes them, asked of bash itself: one program for many texts. */
final class ShellQuotes {
    private static final String EACH = "while IFS= read -r -d '' s; do ";
    private static final List<String> WAYS = List.of(
            EACH + "printf '%q\\0' \"$s\"; done",
            EACH + "printf '%s\\0' \"${s@Q}\"; done",
            "BASH_XTRACEFD=1; PS4=; " + EACH + "set -x; : \"$s\"; set +x; printf '\\0'; done");

    private ShellQuotes() {}

    /** All ways, each with one form for each text, without the quotes around it. */
    static List<List<String>> of(List<String> texts, String locale) throws IOException, InterruptedException {
        List<List<String>> all = new ArrayList<>();
        for (String way : WAYS) {
            List<String> forms = new ArrayList<>();
            for (String form : run(way, locale, texts).split("\0")) {
                forms.add(bare(form));
            }
            all.add(forms);
        }
        return all;
    }

    private static String run(String script, String locale, List<String> texts)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", script).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        Thread writer = new Thread(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write((String.join("\0", texts) + "\0").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                process.destroy();
            }
        });
        writer.start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            writer.join();
            return text;
        }
    }

    private static String bare(String form) {
        String text = form;
        if (text.startsWith(": ") && text.endsWith("\nset +x\n")) {
            text = text.substring(2, text.length() - "\nset +x\n".length());
        }
        int start = text.startsWith("$'") ? 2 : text.startsWith("'") ? 1 : 0;
        return start > 0 && text.endsWith("'") ? text.substring(start, text.length() - 1) : text;
    }
}
