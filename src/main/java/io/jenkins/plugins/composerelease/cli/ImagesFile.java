package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.nio.file.Path;

/** Reads what {@code publish} wrote. */
final class ImagesFile {
    private ImagesFile() {}

    /** The images of an application; refuses those of another one. */
    static ReleaseImages read(Path file, String application) {
        ReleaseImages images = ReleaseImages.read(file);
        images.requireApplication(application, "'" + file + "'");
        return images;
    }
}
