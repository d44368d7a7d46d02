package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One line of progress for each change of a service's state. */
final class GateProgress {
    private final ReleaseLog log;
    private final int total;
    private final Deadline age = Deadline.in(Duration.ZERO);
    private final ServiceStates states;
    private final Map<String, String> shown = new LinkedHashMap<>();
    private final Set<String> ready = new LinkedHashSet<>();
    private final List<List<String>> layers;
    private int layersReady;

    GateProgress(ReleaseLog log, ServiceGraph services) {
        this.log = log;
        this.layers = new StartOrder(services).layers();
        this.states = new ServiceStates(log);
        this.total = services.services().size();
    }

    /** Says in what order services start, where there is one. */
    void begin() {
        if (layers.size() > 1) {
            log.progress("start order: " + StartOrder.text(layers));
        }
    }

    void show(Map<String, Verdict> verdicts) {
        verdicts.forEach(states::show);
        verdicts.forEach((service, verdict) -> {
            if (!(verdict instanceof Verdict.Ready)) {
                ready.remove(service);
            }
        });
        verdicts.forEach((service, verdict) -> {
            if (!(verdict instanceof Verdict.Ready isReady)) {
                showChange(service, text(verdict));
            } else if (ready.add(service)) {
                shown.put(service, isReady.how());
                log.progress(service + " " + isReady.how() + " after " + Text.elapsed(age.elapsed()) + " ("
                        + ready.size() + "/" + total + " services)");
            }
        });
        showLayers();
    }

    private void showLayers() {
        while (layers.size() > 1 && layersReady < layers.size() && ready.containsAll(layers.get(layersReady))) {
            log.progress("layer " + (layersReady + 1) + "/" + layers.size() + " ready after "
                    + Text.elapsed(age.elapsed()) + ": " + String.join(", ", layers.get(layersReady)));
            layersReady++;
        }
    }

    /** The same where only what goes wrong is news. */
    void showFailures(Map<String, Verdict> verdicts) {
        verdicts.forEach((service, verdict) -> {
            if (verdict instanceof Verdict.Failed) {
                states.show(service, verdict);
            }
        });
    }

    /** The deadline passed: what is not ready now has failed. */
    void late(Map<String, Verdict> verdicts, Duration waited) {
        verdicts.forEach((service, verdict) -> {
            if (verdict instanceof Verdict.Waiting waiting
                    && waiting.container().isPresent()) {
                states.show(
                        service,
                        new Verdict.Failed("was not ready after " + Text.elapsed(waited), waiting.container()));
            }
        });
    }

    private void showChange(String service, String text) {
        if (!text.isEmpty() && !text.equals(shown.put(service, text))) {
            log.progress(service + " " + text);
        }
    }

    /** Nothing for a service that has not been started. */
    private static String text(Verdict verdict) {
        if (verdict instanceof Verdict.Failed failed) {
            return failed.reason();
        }
        if (!(verdict instanceof Verdict.Waiting waiting)) {
            return "";
        }
        return waiting.container()
                .filter(container -> !container.is("created"))
                .map(container -> container.is("running") ? "started" : container.describe())
                .orElse("");
    }
}
