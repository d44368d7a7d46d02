package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.StackImages;
import io.jenkins.plugins.composerelease.engine.publish.BuiltImages;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what {@code publish} wrote. */
final class ImagesFile {
    private ImagesFile() {}

    /** The images of an application; refuses those of another one. */
    static ReleaseImages read(Path file, String application) {
        ReleaseImages images = ReleaseImages.read(file);
        images.requireApplication(application, "'" + file + "'");
        return images;
    }

    /**
     * The images that this session is about: those of the request, else those of the file.
     *
     * @param named the option that names a file
     */
    static ReleaseImages published(Session session, Optional<String> named) {
        return session.release().published().orElseGet(() -> file(session, named));
    }

    /** Where {@code publish} writes to. */
    static Path place(Session session, Optional<String> named) {
        return named.map(session::path)
                .orElseGet(() -> session.release().workspace().resolve(ReleaseImages.FILE));
    }

    /** What an earlier publish wrote there, if it is that. */
    static Optional<ReleaseImages> earlier(Path file) {
        return ReleaseImages.earlier(file);
    }

    /** Where nothing is pushed, no plan may take what an earlier publish wrote for what is built now. */
    static void removeEarlier(Session session, String application) {
        Path file = place(session, Optional.empty());
        if (earlier(file)
                .filter(images -> images.application().equals(application))
                .isPresent()) {
            try {
                Files.delete(file);
                session.console().progress("removed " + file + " of an earlier publish");
            } catch (IOException e) {
                session.console().warn("could not remove '" + file + "' of an earlier publish: " + e.getMessage());
            }
        }
    }

    /**
     * What {@code up} starts: what was published, or built and not pushed.
     *
     * @param file what either of them wrote
     */
    static StackImages started(Path file, String application) {
        if (earlier(file).isPresent()) {
            return StackImages.of(read(file, application));
        }
        BuiltImages built = BuiltImages.read(file);
        built.requireApplication(application, "'" + file + "'");
        return StackImages.of(built);
    }

    private static ReleaseImages file(Session session, Optional<String> named) {
        return read(place(session, named), session.release().application());
    }
}
