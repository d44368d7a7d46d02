package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.ComposeDialect;
import java.io.IOException;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** {@code up} with images that are given to it, instead of those of the compose files. */
@RunWith(Parameterized.class)
public class StackImagesIT {
    @Parameters(name = "{0}")
    public static List<ComposeDialect> dialects() {
        return List.of(ComposeDialect.PLUGIN, ComposeDialect.ONE);
    }

    private static final String BROKEN = "FROM scratch\nCOPY nothing-there /\n";

    private static final String BUILT = """
            {"schemaVersion": 1, "application": "shop", "revision": "0123456789abcdef0123456789abcdef01234567",
             "engine": "here", "platform": "linux/amd64", "images": [
              {"name": "shop/web", "ids": ["ID"], "inputs": "x", "platforms": [], "services": ["web", "worker"]},
              {"name": "shop/db", "ids": ["ID"], "inputs": "x", "platforms": [], "services": [], "variable": "DB_REF"}]}
            """;

    @Rule
    public final StackBed bed;

    public StackImagesIT(ComposeDialect dialect) {
        bed = new StackBed("g-publish-images", dialect);
    }

    @Test
    public void startsThemByIdAndBuildsNothing() throws IOException {
        bed.write("compose.yaml", """
                services:
                  web:
                    build: ./broken
                    command: [busybox, httpd, -f, -p, "8000"]
                    stop_grace_period: 0s
                  worker:
                    image: shop-worker-that-nobody-has:1
                    command: [sleep, infinity]
                    stop_grace_period: 0s
                  db:
                    image: ${DB_REF}
                    command: [sleep, infinity]
                    stop_grace_period: 0s
                """);
        bed.write("broken/Dockerfile", BROKEN);
        bed.release("");
        String id = bed.docker("image", "inspect", "--format", "{{.Id}}", bed.image());
        bed.write("built-images.json", BUILT.replace("ID", id));

        JsonNode up = bed.up("--images", "built-images.json");

        for (String service : List.of("web", "worker", "db")) {
            assertThat(bed.docker("inspect", "--format", "{{.Image}}", bed.container(service)))
                    .as(service)
                    .isEqualTo(id);
        }
        bed.assertThatAnotherComposeRecreatesNothing(up);
    }

    @Test
    public void takesThemFromTheRequestToo() throws IOException {
        bed.write("compose.yaml", """
                services:
                  web:
                    build: ./broken
                    command: [sleep, infinity]
                    stop_grace_period: 0s
                """);
        bed.write("broken/Dockerfile", BROKEN);
        String id = bed.docker("image", "inspect", "--format", "{{.Id}}", bed.image());
        bed.release("images: [{image: \"" + id + "\", services: [web, gone]}]");

        bed.up();

        assertThat(bed.docker("inspect", "--format", "{{.Image}}", bed.container("web")))
                .isEqualTo(id);
    }
}
