package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ReleaseImagesTest {
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
    private static final String DIGEST = "sha256:" + "c".repeat(64);
    private static final ImageReference PINNED =
            ImageReference.parse("registry.example.com:5000/shop/web@sha256:" + "ab".repeat(32));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file;
    private ReleaseImages images;

    @Before
    public void create() {
        file = folder.getRoot().toPath().resolve(ReleaseImages.FILE);
        images = ReleaseImages.of(
                "shop",
                SHA,
                Optional.of("main"),
                List.of(new PublishedImage(
                        "shop/web",
                        PINNED,
                        List.of(SHA, "main"),
                        Optional.of(SHA),
                        1234,
                        List.of("linux/amd64"),
                        false,
                        List.of("web"),
                        Optional.of("WEB_IMAGE"),
                        Optional.of(SHA),
                        List.of("main"))));
    }

    @Test
    public void readsWhatItWrote() throws IOException {
        images.write(file);

        assertThat(ReleaseImages.read(file)).isEqualTo(images);
        assertThat(Files.readString(file)).contains("\"schemaVersion\" : 1", "\"" + PINNED + "\"");
        assertThat(folder.getRoot().list()).containsExactly(ReleaseImages.FILE);
    }

    @Test
    public void readsWhatAnOlderVersionWrote() {
        String json = "{'schemaVersion': 1, 'application': 'shop', 'revision': '" + SHA
                + "', 'branch': 'main', 'images':"
                + " [{'name': 'shop/web', 'reference': '" + PINNED + "', 'tags': ['" + SHA + "'], 'revision': '" + SHA
                + "', 'size': 1, 'platforms': [], 'reused': false, 'services': [], 'variable': null}]}";

        PublishedImage image = ReleaseImages.parse(json.replace('\'', '"'), "the test")
                .images()
                .get(0);

        assertThat(image.tags()).containsExactly(SHA);
        assertThat(image.identity()).isEmpty();
        assertThat(image.moving()).isEmpty();
    }

    @Test
    public void keepsTheOtherImagesOfTheSameRevisionOnly() {
        ReleaseImages later = ReleaseImages.of(
                "shop", SHA, Optional.of("main"), List.of(image("shop/db", "sha256:" + "b".repeat(64))));
        assertThat(later.with(images).images()).extracting(PublishedImage::name).containsExactly("shop/web", "shop/db");
        ReleaseImages again = ReleaseImages.of(
                "shop", SHA, Optional.of("main"), List.of(image("shop/web", "sha256:" + "b".repeat(64))));
        assertThat(again.with(images)).isEqualTo(again);
        ReleaseImages next = ReleaseImages.of("shop", "f".repeat(40), Optional.of("main"), later.images());
        assertThat(next.with(images)).isEqualTo(next);
        ReleaseImages other = ReleaseImages.of("blog", SHA, Optional.of("main"), later.images());
        assertThat(other.with(images)).isEqualTo(other);
    }

    @Test
    public void keepsNoImageOfAnotherRegistryAndSaysWhichItKept() {
        ReleaseImages.of(
                        "shop",
                        SHA,
                        Optional.of("main"),
                        List.of(inRegistry("localhost:5000"), image("shop/db", DIGEST)))
                .write(file);

        assertThat(images.writeWithEarlier(file)).containsExactly("shop/db");
        assertThat(ReleaseImages.read(file).images())
                .extracting(PublishedImage::name)
                .containsExactly("shop/db", "shop/web");
        assertThat(images.writeWithEarlier(file)).containsExactly("shop/db");
    }

    private static PublishedImage inRegistry(String registry) {
        return new PublishedImage(
                "shop/mail",
                ImageReference.parse(registry + "/shop/mail@" + DIGEST),
                List.of(SHA),
                Optional.of(SHA),
                1,
                List.of(),
                false,
                List.of(),
                Optional.empty());
    }

    @Test
    public void keepsTheImagesOfAllThatWriteAtTheSameTime() {
        List<Integer> writers = IntStream.range(0, 8).boxed().toList();

        Parallel.map(writers, writers.size(), i -> {
            ReleaseImages.of("shop", SHA, Optional.of("main"), List.of(image("shop/" + i, "sha256:" + "b".repeat(64))))
                    .writeWithEarlier(file);
            return i;
        });

        assertThat(ReleaseImages.read(file).images())
                .extracting(PublishedImage::name)
                .containsExactlyInAnyOrderElementsOf(
                        writers.stream().map(i -> "shop/" + i).toList());
        assertThat(folder.getRoot().list()).containsExactly(ReleaseImages.FILE);
    }

    @Test
    public void waitsForNoProcessThatWasKilled() throws IOException {
        Path lock = folder.newFile(ReleaseImages.FILE + ".lock.part").toPath();
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(60)));

        images.writeWithEarlier(file);

        assertThat(folder.getRoot().list()).containsExactly(ReleaseImages.FILE);
    }

    private static PublishedImage image(String name, String digest) {
        return new PublishedImage(
                name,
                ImageReference.parse("registry.example.com:5000/" + name + "@" + digest),
                List.of(SHA),
                Optional.of(SHA),
                1,
                List.of(),
                false,
                List.of(),
                Optional.empty());
    }

    @Test
    public void skipsWhatALaterVersionAdded() throws IOException {
        images.write(file);
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"later\": [1],"));

        assertThat(ReleaseImages.read(file)).isEqualTo(images);
    }

    @Test
    public void refusesWhatItDidNotWrite() throws IOException {
        assertThatThrownBy(() -> ReleaseImages.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("There is no '" + file + "'");
        for (String text : List.of(
                "",
                "null",
                "[]",
                "{}",
                "{\"schemaVersion\": 2}",
                "{\"schemaVersion\": 1, \"application\": \"shop\"}")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> ReleaseImages.read(file)).as(text).isInstanceOf(InvalidInputException.class);
        }
        Files.writeString(file, "{\"schemaVersion\": 2}");
        assertThatThrownBy(() -> ReleaseImages.read(file)).hasMessageContaining("schema version 2, expected 1");
    }

    @Test
    public void refusesNamesThatReachNoCommand() throws IOException {
        images.write(file);
        String good = Files.readString(file);
        for (String[] change : new String[][] {
            {PINNED.toString(), "-v"},
            {PINNED.toString(), "registry.example.com:5000/shop/web:main"},
            {"\"shop\"", "\"$(id)\""},
            {"\"revision\" : \"" + SHA, "\"revision\" : \"--upload-pack"}
        }) {
            Files.writeString(file, good.replace(change[0], change[1]));
            assertThatThrownBy(() -> ReleaseImages.read(file)).as(change[1]).isInstanceOf(InvalidInputException.class);
        }
    }
}
