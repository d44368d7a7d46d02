package io.jenkins.plugins.composerelease.ui;

import com.fasterxml.jackson.databind.JsonNode;

/** The little of a result file that the run keeps in its own file. */
record ResultText(ReleaseEntry.State state, String message) {
    private static final int STOPPED = 143;
    private static final int LONGEST = 500;

    static ResultText read(String json) {
        JsonNode result = PageJson.tree(json);
        JsonNode exitCode = result.path("exitCode");
        if (!exitCode.isInt()) {
            return new ResultText(ReleaseEntry.State.UNKNOWN, Messages.ReleaseEntry_lost());
        }
        if (exitCode.asInt() == 0 && !result.at("/output/passed").asBoolean(true)) {
            // The command did what it was told to; what it is about failed.
            return new ResultText(
                    ReleaseEntry.State.FAILED,
                    shortened(result.at("/output/detail").asText("")));
        }
        return new ResultText(
                state(exitCode.asInt()), shortened(result.path("message").asText("")));
    }

    private static String shortened(String message) {
        return message.substring(0, Math.min(LONGEST, message.length()));
    }

    private static ReleaseEntry.State state(int exitCode) {
        return switch (exitCode) {
            case 0 -> ReleaseEntry.State.SUCCEEDED;
            case STOPPED -> ReleaseEntry.State.STOPPED;
            default -> ReleaseEntry.State.FAILED;
        };
    }
}
