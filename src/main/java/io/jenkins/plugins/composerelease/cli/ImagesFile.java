package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what {@code publish} wrote. */
final class ImagesFile {
    private ImagesFile() {}

    /** The images of an application; refuses those of another one. */
    static ReleaseImages read(Path file, String application) {
        ReleaseImages images = ReleaseImages.read(file);
        if (!images.application().equals(application)) {
            throw new InvalidInputException(
                    "'" + file + "' holds the images of application '" + Text.printable(images.application())
                            + "', expected '" + application + "'.",
                    "Name the right file with --images.");
        }
        return images;
    }

    /**
     * The images that this session is about.
     *
     * @param named the option that names a file
     */
    static ReleaseImages published(Session session, Optional<String> named) {
        Path usual = session.release().workspace().resolve(ReleaseImages.FILE);
        return read(named.map(session::path).orElse(usual), session.release().application());
    }
}
