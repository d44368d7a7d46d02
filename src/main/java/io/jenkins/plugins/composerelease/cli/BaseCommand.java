package io.jenkins.plugins.composerelease.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command that can leave a result file. */
abstract class BaseCommand extends SessionCommand {
    /** What a shell says of a process that ends by TERM. */
    private static final int STOPPED = 143;

    @Option(
            names = "--result",
            paramLabel = "FILE",
            description = "Writes how the command ended as JSON, also when it fails or is stopped.")
    private Optional<String> result = Optional.empty();

    @Override
    final void ended(Session session, int exitCode, Optional<RuntimeException> failure) {
        boolean stopped = session.parts().stopping();
        String name = getClass().getAnnotation(Command.class).name();
        result.map(session::path)
                .ifPresent(file -> session.safely("write the result", () -> {
                    session.result()
                            .file(name, stopped ? STOPPED : exitCode, failure)
                            .write(file, session.known().masker());
                    return file;
                }));
    }
}
