package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.report.ServiceTime.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers when each service changed its state. */
final class ServiceTimes {
    /** A crash loop that nobody ends must not fill the memory. */
    private static final int MOST = 200;

    private final Map<String, List<Span>> services = new LinkedHashMap<>();

    /** A service is in a state from now on; the same state again is no change. */
    void add(String service, String state, String detail, Duration now) {
        List<Span> spans = services.computeIfAbsent(service, name -> new ArrayList<>());
        int last = spans.size() - 1;
        if (last >= 0) {
            Span before = spans.get(last);
            if (before.state().equals(state)) {
                return;
            }
            spans.set(last, until(before, now));
        }
        if (spans.size() == MOST) {
            spans.remove(0);
        }
        spans.add(new Span(state, now, Duration.ZERO, detail));
    }

    List<ServiceTime> until(Duration now) {
        List<ServiceTime> times = new ArrayList<>();
        services.forEach((service, spans) -> {
            List<Span> all = new ArrayList<>(spans);
            int last = all.size() - 1;
            all.set(last, until(all.get(last), now));
            times.add(new ServiceTime(service, all));
        });
        return times;
    }

    private static Span until(Span span, Duration now) {
        return new Span(span.state(), span.start(), now.minus(span.start()), span.detail());
    }
}
