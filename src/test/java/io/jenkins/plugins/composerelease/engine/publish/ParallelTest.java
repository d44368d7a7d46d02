package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

public class ParallelTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(20);

    @Test
    public void doesAsManyAtATimeAsItMayAndKeepsTheOrder() {
        CyclicBarrier both = new CyclicBarrier(2); // passes only where two run at a time
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        List<Integer> doubled = Parallel.map(List.of(1, 2, 3, 4), 2, number -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                both.await(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            running.decrementAndGet();
            return 2 * number;
        });

        assertThat(doubled).containsExactly(2, 4, 6, 8);
        assertThat(most).hasValue(2);
    }

    @Test
    public void comesBackOnlyWhenNothingOfTheRestRuns() {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();

        assertThatThrownBy(() -> Parallel.map(List.of("slow", "broken"), 2, name -> {
                    if (name.equals("broken")) {
                        await(started);
                        throw new IllegalArgumentException("broken");
                    }
                    started.countDown();
                    try {
                        await(new CountDownLatch(1));
                    } catch (IllegalStateException e) {
                        ended.set(true); // after it was interrupted it still cleans up
                    }
                    return name;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broken");
        assertThat(ended).isTrue();
    }

    @Test
    public void passesAnErrorOnAsItIs() {
        assertThatThrownBy(() -> Parallel.map(List.of(1), 1, number -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("deep");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
