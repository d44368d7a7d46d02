package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.HttpUrl;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.wait.HttpProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks for a page all the time, from several threads, until it is closed. */
final class RequestRounds implements AutoCloseable {
    private final Host.Forward forward;
    private final HttpUrl url;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final Set<String> answers = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    RequestRounds(Host host, String address, int port, String path) {
        forward = host.forward(address, port, Deadline.in(Duration.ofSeconds(20)));
        url = HttpUrl.parse("http://" + address + ":" + port + path);
        for (int i = 0; i < 3; i++) {
            Thread thread = new Thread(this::ask, "requests-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void ask() {
        while (!ended) {
            sent.incrementAndGet();
            try {
                HttpProbe.Answer answer = HttpProbe.get(
                        url, forward.address(), forward.port(), Map.of(), Deadline.in(Duration.ofSeconds(5)));
                answers.add(answer.body().strip());
                if (answer.status() != 200) {
                    failures.add("status " + answer.status());
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    int sent() {
        return sent.get();
    }

    Set<String> answers() {
        return Set.copyOf(answers);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        ended = true;
        try {
            for (Thread thread : threads) {
                thread.join(10_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forward.close();
        }
    }
}
