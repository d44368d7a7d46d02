package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.testing.RecordingRunner;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

public class EventStreamTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    private final RecordingRunner runner = new RecordingRunner(new LocalRunner());

    @Test
    public void goesOnAfterAGateThatCouldNotTakeAnEvent() {
        List<String> heard = new CopyOnWriteArrayList<>();
        runner.replaceStream(line("die", 1));
        EventStream.Listener listener = new EventStream.Listener() {
            @Override
            public void event(ContainerEvent event) {
                if (event.action().equals("die")) {
                    runner.replaceStream(line("start", 2));
                    throw new IllegalStateException("cannot take it");
                }
                heard.add(event.action());
            }

            @Override
            public void gap() {
                heard.add("gap");
            }
        };
        try (EventStream.Subscription ignored = EventStream.subscribe(runner, "shop", listener)) {
            await().until(() -> heard.contains("start"));
        }
        assertThat(heard).contains("gap");
    }

    private static Command line(String action, int second) {
        String json =
                "{'Action': '%s', 'timeNano': %d000000000, 'Actor': {'ID': 'a', 'Attributes': {'name': 'shop-api-1',"
                        + " 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api'}}}";
        return Command.of("print", "echo", json.formatted(action, second).replace('\'', '"'));
    }
}
