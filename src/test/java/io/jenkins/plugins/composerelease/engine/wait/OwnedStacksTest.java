package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.testing.FakeHost;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public class OwnedStacksTest {
    private final RecordingLog log = new RecordingLog();
    private final List<String> alsoRemoved = new ArrayList<>();

    /** Once its containers are gone, nothing would find them any more. */
    @Test
    public void removesWhatElseBelongsToAnOrphanAlsoWhenTheStackCannotBeRemoved() {
        StackOwner owner = new StackOwner("ci", "shop#2", 3000, Set.of(), 2000);

        new OwnedStacks(new Broken("shop"), log, owner).removeOrphans("other", alsoRemoved::add);

        assertThat(alsoRemoved).containsExactly("shop");
        assertThat(log.lines()).anyMatch(line -> line.contains("project shop could not be removed"));
    }

    @Test
    public void failsWhenTheStartWouldTakeOverWhatCannotBeRemoved() {
        StackOwner owner = new StackOwner("ci", "shop#2", 3000, Set.of(), 2000);
        OwnedStacks stacks = new OwnedStacks(new Broken("shop"), log, owner);

        assertThatThrownBy(() -> stacks.removeOrphans("shop", alsoRemoved::add))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining("it does not answer");
    }

    /** It becomes part of a path. */
    @Test
    public void removesNothingOfAProjectWhoseNameIsNone() {
        StackOwner owner = new StackOwner("ci", "shop#2", 3000, Set.of(), 2000);

        new OwnedStacks(new Broken("../shop"), log, owner).removeOrphans("other", alsoRemoved::add);

        assertThat(alsoRemoved).isEmpty();
        assertThat(log.lines()).anyMatch(line -> line.contains("could not be removed"));
    }

    /** Lists one stack of a build, and can do nothing else. */
    private static final class Broken extends FakeHost {
        private final String project;

        Broken(String project) {
            this.project = project;
        }

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            boolean look = String.join(" ", command.argv()).contains("label=" + StackOwner.CONTROLLER);
            return look
                    ? new CommandResult(0, project + "\tshop#1\t1000\n", "", Duration.ZERO)
                    : new CommandResult(1, "", "it does not answer", Duration.ZERO);
        }
    }
}
