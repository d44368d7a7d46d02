package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.command.LastingWork;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is under way on a target, and what is left open there.
 *
 * @param silence seconds since the owner of the lock gave a sign; empty where nobody has it
 * @param work what the releases without an end left running, or did not come to the end of, each with its state
 * @param open ids of the releases that are recorded as running and have no owner
 * @param unsettled whether what runs is not known to be the release that serves
 * @param unreadable what is wrong with each record that cannot be read
 */
public record TargetWatch(
        Optional<Long> silence, List<String> work, List<String> open, boolean unsettled, List<String> unreadable) {
    static final TargetWatch NOTHING = new TargetWatch(Optional.empty(), List.of(), List.of(), false, List.of());

    private static final Duration TIME = Duration.ofSeconds(30);
    private static final String BEAT =
            "test -e \"$1/beat\" || exit 0; n=$(cut -d. -f1 /proc/uptime); " + "echo $((n - $(cat -- \"$1/beat\")))";

    public TargetWatch {
        work = List.copyOf(work);
        open = List.copyOf(open);
        unreadable = List.copyOf(unreadable);
    }

    static TargetWatch at(CommandRunner host, ReleasePaths paths, TargetStore.State state, boolean locked) {
        List<String> running = state.records().stream()
                .filter(record -> record.state() == ReleaseRecord.State.RUNNING)
                .map(ReleaseRecord::id)
                .toList();
        List<String> work = new ArrayList<>();
        for (String id : running) {
            String output = host.require(LastingWork.lookAll(paths.work(id)), Deadline.in(TIME))
                    .output();
            LastingWork.parse(output).values().stream()
                    .filter(look -> look.state() != LastingWork.State.ENDED)
                    .forEach(look -> work.add(
                            id + " " + look.name() + " " + look.state().name().toLowerCase(Locale.ROOT)));
        }
        return new TargetWatch(
                locked ? silence(host, paths) : Optional.empty(),
                work,
                locked ? List.of() : running,
                state.unsettled(),
                state.unreadable());
    }

    private static Optional<Long> silence(CommandRunner host, ReleasePaths paths) {
        String seconds = host.require(
                        HostFiles.script("look when the lock's owner gave a sign", BEAT, paths.home()),
                        Deadline.in(TIME))
                .output()
                .strip();
        return Optional.of(seconds).filter(text -> text.matches("\\d+")).map(Long::valueOf);
    }

    /** What a person should know, a line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        silence.filter(seconds -> seconds > 15)
                .ifPresent(seconds -> lines.add("The owner of the lock gave its last sign " + seconds
                        + " s ago; after 60 s it loses the lock."));
        work.forEach(entry -> lines.add("Work: " + entry));
        unreadable.forEach(record -> lines.add("Not read: " + record + "."));
        if (!open.isEmpty()) {
            lines.add("Without an end: " + String.join(", ", open)
                    + ". The next release settles that, or 'compose-release settle'.");
        } else if (unsettled && silence.isEmpty()) {
            lines.add("What runs is not known to be the release that serves: deploy again or roll back.");
        }
        return lines;
    }
}
