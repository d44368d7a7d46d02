package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.JsonNode;

/** Says why a plan cannot be carried out. */
final class FailedChecks {
    private FailedChecks() {}

    /** @param planned what {@code plan --json} prints */
    static String message(JsonNode planned) {
        StringBuilder message = new StringBuilder("Plan " + planned.path("id").asText() + " for target '"
                + planned.path("plan").path("target").asText() + "' cannot be carried out:");
        for (JsonNode check : planned.path("plan").path("checks")) {
            if (!check.path("ok").asBoolean()) {
                message.append("\n- ")
                        .append(check.path("name").asText())
                        .append(": ")
                        .append(check.path("detail").asText())
                        .append(". ")
                        .append(check.path("remedy").asText());
            }
        }
        return message.toString();
    }
}
