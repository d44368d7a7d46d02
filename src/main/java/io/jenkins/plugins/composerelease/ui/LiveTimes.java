package io.jenkins.plugins.composerelease.ui;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.report.PhaseTime;
import io.jenkins.plugins.composerelease.engine.report.ServiceTime;
import io.jenkins.plugins.composerelease.engine.report.StageResult.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** When phases ran and services changed, as the events of a command tell it. Events that make no sense are left out. */
final class LiveTimes {
    private final Instant started;
    private final List<PhaseTime> phases = new ArrayList<>();
    private final Map<String, List<ServiceTime.Span>> services = new LinkedHashMap<>();
    private Instant last;

    /**
     * @param now until when what has not ended lasts; the last event's time where that is later
     */
    LiveTimes(Instant started, Instant now, List<JsonNode> events) {
        this.started = started;
        this.last = started;
        events.forEach(this::add);
        last = now.isAfter(last) ? now : last;
        phases.replaceAll(phase -> phase.result() == Result.RUNNING ? ended(phase, last, Result.RUNNING, "") : phase);
        services.values().forEach(spans -> end(spans, last));
    }

    List<PhaseTime> phases() {
        return phases;
    }

    List<ServiceTime> services() {
        return services.entrySet().stream()
                .map(entry -> new ServiceTime(entry.getKey(), entry.getValue()))
                .toList();
    }

    Instant end() {
        return last;
    }

    private void add(JsonNode event) {
        Instant at = at(event);
        last = at.isAfter(last) ? at : last;
        String state = event.path("state").asText("");
        String detail = event.path("detail").asText("");
        switch (event.path("type").asText("")) {
            case "phase" -> phase(event.path("phase").asText("")).ifPresent(phase -> phase(phase, state, detail, at));
            case "service" -> service(event.path("service").asText(""), state, detail, at);
            default -> {
                // Of interest to the step, not to the page.
            }
        }
    }

    private void phase(Phase phase, String state, String detail, Instant at) {
        if (state.equals("started")) {
            phases.add(new PhaseTime(phase, since(at), Duration.ZERO, Result.RUNNING, detail));
            return;
        }
        Result result = state.equals("ok") ? Result.OK : Result.FAILED;
        for (int i = phases.size() - 1; i >= 0; i--) {
            PhaseTime known = phases.get(i);
            if (known.phase() == phase && known.result() == Result.RUNNING) {
                phases.set(i, ended(known, at, result, detail));
                return;
            }
        }
    }

    private void service(String service, String state, String detail, Instant at) {
        List<ServiceTime.Span> spans = services.computeIfAbsent(service, name -> new ArrayList<>());
        if (!spans.isEmpty() && spans.get(spans.size() - 1).state().equals(state)) {
            return;
        }
        end(spans, at);
        spans.add(new ServiceTime.Span(state, since(at), Duration.ZERO, detail));
    }

    private void end(List<ServiceTime.Span> spans, Instant at) {
        int index = spans.size() - 1;
        if (index >= 0) {
            ServiceTime.Span span = spans.get(index);
            spans.set(
                    index,
                    new ServiceTime.Span(span.state(), span.start(), since(at).minus(span.start()), span.detail()));
        }
    }

    private PhaseTime ended(PhaseTime phase, Instant at, Result result, String detail) {
        return new PhaseTime(
                phase.phase(),
                phase.start(),
                since(at).minus(phase.start()),
                result,
                detail.isEmpty() ? phase.detail() : detail);
    }

    /** The agent's clock may be behind the controller's. */
    private Duration since(Instant at) {
        return at.isBefore(started) ? Duration.ZERO : Duration.between(started, at);
    }

    private Instant at(JsonNode event) {
        try {
            return Instant.parse(event.path("at").asText(""));
        } catch (DateTimeParseException e) {
            return last;
        }
    }

    private static Optional<Phase> phase(String label) {
        try {
            return Optional.of(Phase.valueOf(label.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
