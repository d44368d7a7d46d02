package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
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

    private static ReleaseImages file(Session session, Optional<String> named) {
        Path usual = session.release().workspace().resolve(ReleaseImages.FILE);
        return read(named.map(session::path).orElse(usual), session.release().application());
    }
}
