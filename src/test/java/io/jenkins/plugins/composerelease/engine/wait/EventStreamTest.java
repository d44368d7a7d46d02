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
            public void event(ContainerEvent event, boolean repeated) {
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

    @Test
    public void takesForRepeatedOnlyWhatComesAtTheBeginning() {
        List<String> heard = new CopyOnWriteArrayList<>();
        runner.replaceStream(Command.of(
                "print",
                "sh",
                "-c",
                "echo '" + json("die", 1) + "'; sleep 0.6; echo '" + json("start", 2) + "'; sleep 9"));
        EventStream.Listener listener = new EventStream.Listener() {
            @Override
            public void event(ContainerEvent event, boolean repeated) {
                heard.add(event.action() + " " + repeated);
            }

            @Override
            public void gap() {}
        };
        try (EventStream.Subscription ignored = EventStream.subscribe(runner, "shop", listener)) {
            await().until(() -> heard.size() == 2);
        }
        assertThat(heard).containsExactly("die true", "start false");
    }

    private static Command line(String action, int second) {
        return Command.of("print", "echo", json(action, second));
    }

    private static String json(String action, int second) {
        String json =
                "{'Action': '%s', 'timeNano': %d000000000, 'Actor': {'ID': 'a', 'Attributes': {'name': 'shop-api-1',"
                        + " 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api'}}}";
        return json.formatted(action, second).replace('\'', '"');
    }
}
