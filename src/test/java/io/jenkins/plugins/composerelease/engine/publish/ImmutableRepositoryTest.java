package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Publishing what was built before, to a repository that lets no tag move. */
public class ImmutableRepositoryTest {
    private static final String REVISION = RequestMaker.REVISION;
    private static final String OURS = digest("1");
    private static final String THEIRS = digest("2");
    private static final String INDEX = digest("9");
    private static final List<String> IDS = List.of(digest("a"), digest("b"));
    private static final List<String> BOTH = List.of("linux/amd64", "linux/arm64");
    private static final Map<String, String> LABELS =
            Map.of(BuildLabels.REVISION, REVISION, BuildLabels.INPUTS, "i", BuildLabels.RECIPE, "r");

    private final RecordingLog log = new RecordingLog();
    private final IndexRegistry registry = new IndexRegistry();
    private final List<String> indexed = new ArrayList<>();
    /** What a faster publisher sets before the first push ends. */
    private Runnable meanwhile = () -> {};

    private final Map<String, String> labels = new HashMap<>(LABELS);

    @Test
    public void takesTheImageOfAFasterPublisher() {
        registry.put("_incoming", "0", Map.of());
        meanwhile = () -> registry.put(REVISION, THEIRS, LABELS);

        Found found = publish(List.of(), List.of());

        assertThat(found.manifest().orElseThrow().digest()).isEqualTo(THEIRS);
        assertThat(found.reused()).isTrue();
        assertThat(log.lines()).anyMatch(line -> line.contains("another build of this commit was faster, " + THEIRS));
    }

    @Test
    public void takesNoImageOfAnotherContent() {
        registry.put("_incoming", "0", Map.of());
        meanwhile = () ->
                registry.put(REVISION, THEIRS, Map.of(BuildLabels.REVISION, REVISION, BuildLabels.INPUTS, "other"));

        assertThatThrownBy(() -> publish(List.of(), List.of()))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("tag immutability");
    }

    @Test
    public void takesThePlatformsThatAHalfDonePublishLeft() {
        registry.put(REVISION + "-linux-amd64", THEIRS, LABELS);

        Found found = publish(BOTH, BOTH);

        assertThat(indexed).containsExactly("r.example.com/web@" + THEIRS, "r.example.com/web@" + OURS);
        assertThat(found.manifest().orElseThrow().digest()).isEqualTo(INDEX);
    }

    @Test
    public void refusesWhatWasBuiltForOtherPlatforms() {
        labels.put(BuildLabels.INPUTS, BuildLabels.MODIFIED); // which says nothing of the platforms
        for (List<List<String>> pair : List.of(
                List.of(List.of("linux/amd64"), BOTH),
                List.of(BOTH, List.of("linux/amd64")),
                List.of(BOTH, List.of("linux/amd64", "linux/arm64", "linux/s390x")),
                List.of(List.<String>of(), BOTH))) {
            assertThatThrownBy(() -> publish(pair.get(0), pair.get(1)))
                    .as("%s", pair)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("it was built for ")
                    .hasMessageContaining("expected " + String.join(", ", pair.get(1)));
            assertThat(registry.there).isEmpty();
        }
    }

    private Found publish(List<String> builtFor, List<String> platforms) {
        ImageSpec spec = RequestMaker.image("web", BuildRecipe.in(".").withPlatforms(platforms));
        PublishRequest request = RequestMaker.of(spec)
                .mode(PublishMode.NORMAL.withAllowModified(true).withBuilt(built(builtFor)))
                .make();
        ImageReference identity = ImageReference.parse("r.example.com/web:" + REVISION);
        ImageJob job =
                new ImageJob(spec, identity, List.of(new Tag(REVISION, false, TagRule.SHA)), labels, Optional.empty());
        ImageCommands docker = new ImageCommands(new FakeDocker(), Map.of(), log);
        return new ImageStore(
                        request,
                        new PublishGuard(registry, false),
                        registry,
                        null, // nothing is built
                        new ImageCache(request, registry, docker, false, soon()),
                        new ImagePusher(docker, registry, new DockerRetry(log, Duration.ofMillis(1))),
                        new LocalImages(new FakeDocker(), Map.of()),
                        log)
                .publish(job, soon());
    }

    private BuiltImages built(List<String> platforms) {
        String ids = String.join("\", \"", IDS.subList(0, Math.max(1, platforms.size())));
        String json = "{'schemaVersion': 1, 'application': 'shop', 'revision': '" + REVISION
                + "', 'engine': 'e', 'platform': 'linux/amd64', 'images': [{'name': 'web', 'ids': ['" + ids
                + "'], 'inputs': '" + labels.get(BuildLabels.INPUTS) + "', 'platforms': ['"
                + String.join("\", \"", platforms) + "'], 'services': []}]}";
        return BuiltImages.parse(json.replace('\'', '"').replace("[\"\"]", "[]"), "the test");
    }

    private static String digest(String character) {
        return "sha256:" + character.repeat(64);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10));
    }

    private final class FakeDocker implements CommandRunner {
        @Override
        public String place() {
            return "this machine";
        }

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            String line = String.join(" ", command.argv());
            if (!line.startsWith("docker push ")) {
                String json = "{\"" + BuildLabels.REVISION + "\": \"" + REVISION + "\", \"" + BuildLabels.INPUTS
                        + "\": \"" + labels.get(BuildLabels.INPUTS) + "\", \"" + BuildLabels.RECIPE + "\": \"r\"}";
                return result(0, line.contains("json") ? json : "r.example.com/web@" + OURS + "\n", "");
            }
            meanwhile.run();
            String tag = line.substring(line.lastIndexOf(':') + 1);
            if (registry.there.containsKey(tag)) {
                String refusal = "cannot update tag " + tag + ". The repository has enabled tag immutability";
                listener.line(true, refusal);
                return result(1, "", refusal + "\n");
            }
            registry.put(tag, OURS, labels);
            return result(0, tag + ": digest: " + OURS + " size: 528\n", "");
        }

        private CommandResult result(int code, String output, String errors) {
            return new CommandResult(code, output, errors, Duration.ZERO);
        }

        @Override
        public RunningCommand start(Command command, OutputListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private final class IndexRegistry extends MemoryRegistry {
        @Override
        public String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline) {
            platformImages.forEach(image -> indexed.add(image.toString()));
            put("untagged", INDEX, labels);
            return INDEX;
        }
    }
}
