package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.util.List;
import java.util.Map;

/** What the Docker engine has of images that were built and not pushed. Read-only. */
final class LocalImages {
    private final CommandRunner docker;
    private final Map<String, String> variables;

    /**
     * @param variables environment for Docker
     */
    LocalImages(CommandRunner docker, Map<String, String> variables) {
        this.docker = docker;
        this.variables = variables;
    }

    /** The engine's name, for messages. */
    String name(Deadline deadline) {
        return ask(Docker.engineName(), deadline);
    }

    /** What the engine builds and runs where nothing else is asked for, {@code os/architecture}. */
    String platform(Deadline deadline) {
        return ask(Docker.enginePlatform(), deadline);
    }

    /**
     * The ids of an image that was built before, to push them.
     *
     * @throws InvalidInputException if it is not what this job would build, or the engine does not have it any more
     */
    List<String> requireToPush(ImageJob job, BuiltImage built, PublishMode mode, Deadline deadline) {
        List<String> ids = require(job, built, mode, deadline);
        if (ids.isEmpty()) {
            throw refused(
                    job,
                    "the registry had it as " + built.reference().orElseThrow() + ", and has it no more.",
                    "Build again.");
        }
        return ids;
    }

    /** The same, and none where the registry had it when it was built. */
    List<String> require(ImageJob job, BuiltImage built, PublishMode mode, Deadline deadline) {
        BuiltImages all = mode.built().orElseThrow();
        String ours = job.labels().get(BuildLabels.REVISION);
        if (!all.revision().equals(ours)) {
            throw refused(
                    job,
                    "it was built from revision '" + all.revision() + "', expected '" + ours + "'.",
                    "Check out the revision that was built, or build again.");
        }
        if (!job.labels().get(BuildLabels.INPUTS).equals(built.inputs())) {
            throw refused(
                    job,
                    built.inputs().equals(BuildLabels.MODIFIED)
                            ? "it was built from files that differ from the commit."
                            : "its build arguments, target or other settings are not those it was built with.",
                    built.inputs().equals(BuildLabels.MODIFIED)
                            ? "Allow that here, too, with 'allowModified' (--allow-modified)."
                            : "Give both calls the same images, or build again.");
        }
        built.ids().forEach(id -> requireThere(job, all, id, deadline));
        return built.ids();
    }

    private void requireThere(ImageJob job, BuiltImages all, String id, Deadline deadline) {
        Command command = Docker.imageLabels(id);
        CommandResult result = docker.run(command.withEnvironment(variables), deadline);
        if (!result.succeeded() && !result.errors().contains("No such image")) {
            result.orThrow(command, docker.place());
        }
        if (!result.succeeded()) {
            throw refused(
                    job,
                    "the Docker engine '" + name(deadline) + "' does not have image " + id + ", which engine '"
                            + Text.printable(all.engine()) + "' built.",
                    "Push on the agent that built it, before images are removed there, or build again.");
        }
        JsonNode labels = ImagesJson.parse(result.output(), JsonNode.class, "what Docker prints of image " + id);
        requireLabel(job, id, labels, BuildLabels.REVISION, "Build again: that id is another image's.");
        requireLabel(job, id, labels, BuildLabels.INPUTS, "Build again: that id is another image's.");
        requireRecipe(job, id, labels);
        if (job.labels().containsKey(BuildLabels.VERSION)) { // one without may have its base image's
            requireLabel(job, id, labels, BuildLabels.VERSION, "Give both calls the same version, or build again.");
        }
    }

    private static void requireLabel(ImageJob job, String id, JsonNode labels, String name, String advice) {
        String found = labels.path(name).asText();
        if (!found.equals(job.labels().get(name))) {
            throw refused(
                    job,
                    "image " + id + " has label '" + name + "' with value '" + Text.printable(found) + "', expected '"
                            + job.labels().get(name) + "'.",
                    advice);
        }
    }

    /** Where files differ from the commit, the label of all inputs says no more than that. */
    private static void requireRecipe(ImageJob job, String id, JsonNode labels) {
        String expected = job.labels().get(BuildLabels.RECIPE);
        String found = labels.path(BuildLabels.RECIPE).asText();
        if (!found.equals(expected)) {
            List<String> names = BuildInputs.difference(expected, found);
            throw refused(
                    job,
                    "image " + id + " was built with other settings"
                            + (names.isEmpty() ? "." : ", which differ in " + String.join(", ", names) + "."),
                    "Give both calls the same images, or build again.");
        }
    }

    private String ask(Command command, Deadline deadline) {
        return docker.require(command.withEnvironment(variables), deadline)
                .output()
                .strip();
    }

    private static InvalidInputException refused(ImageJob job, String why, String advice) {
        return new InvalidInputException("Image '" + job.name() + "' was not pushed: " + why, advice);
    }
}
