package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.engine.publish.BuiltImages;
import io.jenkins.plugins.composerelease.engine.publish.PublishMode;
import io.jenkins.plugins.composerelease.engine.publish.PublishRequest;
import io.jenkins.plugins.composerelease.testing.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Pushes five images that the registry has nothing of, by how many at a time. */
final class SeveralRounds implements AutoCloseable {
    private static final int BYTES = 4 << 20;

    private final PublishStack stack;
    private final Random random = new Random(1);
    private final Map<String, Samples> samples = new LinkedHashMap<>();

    SeveralRounds(Path directory) {
        stack = new PublishStack(5, "scratch", 1, directory);
    }

    Map<String, Samples> samples() {
        return samples;
    }

    void run(int rounds) throws IOException {
        List<Integer> order = new ArrayList<>(List.of(1, 2, 5));
        for (int round = 0; round < rounds; round++) {
            for (int parallel : order) {
                double millis = push(parallel);
                samples.computeIfAbsent(String.valueOf(parallel), key -> new Samples())
                        .add(millis);
            }
            Collections.rotate(order, 1);
        }
    }

    /** With new bytes each time: an engine remembers what it pushed, and a registry what it got. */
    private double push(int parallel) throws IOException {
        byte[] data = new byte[BYTES];
        random.nextBytes(data);
        stack.write(data);
        stack.workspace().commit("next");
        String host = PublishStack.BED.registry();
        PublishMode mode = PublishMode.NORMAL.withPush(false);
        BuiltImages built =
                PublishStack.publisher(host).build("bench", stack.request(host, mode, 2), PublishStack.limit());
        PublishRequest request = stack.request(host, PublishMode.NORMAL.withBuilt(built), parallel);
        long begin = System.nanoTime();
        PublishStack.publisher(host).publish(request, PublishStack.limit()).forEach(image -> {
            if (image.reused()) {
                throw new AssertionError("'" + image.name() + "' was there already");
            }
        });
        double millis = (System.nanoTime() - begin) / 1e6;
        stack.close();
        return millis;
    }

    @Override
    public void close() {
        stack.close();
    }
}
