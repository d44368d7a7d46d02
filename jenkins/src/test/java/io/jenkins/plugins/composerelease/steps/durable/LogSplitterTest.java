package io.jenkins.plugins.composerelease.steps.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

/** Events leave the log wherever it is cut into pieces. */
public class LogSplitterTest {
    private static final String LOG =
            "first ä\n\u001e{\"type\":\"a\"}\n\u001e{\"type\":\"b\"}\n\nmiddle \u001e no event\n\u001e{\"type\":\"c\"}\nend";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final List<String> events = new ArrayList<>();

    private LogSplitter splitter() {
        shown.reset();
        events.clear();
        return new LogSplitter(shown, event -> events.add(event.path("type").asText()));
    }

    @Test
    public void takesEventsOutWhereverTheLogIsCut() throws IOException {
        byte[] log = LOG.getBytes(StandardCharsets.UTF_8);
        for (int first = 1; first < log.length; first++) {
            for (int second = first; second < log.length; second++) {
                LogSplitter splitter = splitter();
                splitter.write(Arrays.copyOf(log, first));
                splitter.write(Arrays.copyOfRange(log, first, second));
                splitter.write(Arrays.copyOfRange(log, second, log.length));
                splitter.end();
                assertThat(shown.toString(StandardCharsets.UTF_8))
                        .isEqualTo("first ä\n\nmiddle \u001e no event\nend\n");
                assertThat(events).containsExactly("a", "b", "c");
            }
        }
    }

    @Test
    public void showsTextAtOnceAlsoWithoutALineEnd() throws IOException {
        splitter().write("no end yet".getBytes(StandardCharsets.UTF_8));
        assertThat(shown).hasToString("no end yet");
    }

    @Test
    public void leavesOutWhatIsNoJson() throws IOException {
        splitter().write("\u001e{half\nnext\n".getBytes(StandardCharsets.UTF_8));
        assertThat(shown).hasToString("next\n");
        assertThat(events).isEmpty();
    }
}
