package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.deploy.DeployImages;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** nginx in front of an application of two workers on host {@code web1}, the application in two versions. */
final class RequestStack implements AutoCloseable {
    static final int PORT = 8097;
    private static final TestBed BED = TestBed.get();
    /** Asks Docker's name server anew each second, so that no contestant has to reload it. */
    private static final String PROXY = """
            FROM %s
            RUN printf '%%s\\n' 'worker_processes 2; error_log /dev/stderr; pid /run/nginx.pid; events {}' \
              'http { access_log off; resolver 127.0.0.11 valid=1s; server { listen 80; location / { set $app app; \
              proxy_connect_timeout 500ms; proxy_next_upstream error timeout; proxy_pass http://$app:8000; } } }' > /etc/nginx/nginx.conf
            CMD ["nginx", "-g", "daemon off;"]
            """;

    private static final String APPLICATION = """
            FROM %s
            RUN printf '%%s\\n' 'import time' 'def app(e, start):' ' time.sleep(0.005)' ' start("200 OK", [("Content-Length", "9")])' \
              ' return [b"version %s"]' > /app.py
            HEALTHCHECK --interval=500ms --retries=20 CMD busybox wget -q -O /dev/null http://127.0.0.1:8000/
            CMD ["gunicorn", "--chdir", "/", "-w", "2", "-b", "0.0.0.0:8000", "--graceful-timeout", "5", "app:app"]
            """;

    final TestBed.HostData host = BED.host("web1");
    final Path directory;
    final String project = TestBed.unique("bench");

    RequestStack(Path directory) throws IOException {
        this.directory = directory;
        String proxy = DeployImages.build("bench-proxy:1", PROXY.formatted(BED.baseImage()))
                .reference()
                .toString();
        Files.writeString(directory.resolve("compose.yaml"), """
                services:
                  app: {image: "${APP_IMAGE}"}
                  proxy:
                    image: "%s"
                    ports: ["%d:80"]
                """.formatted(proxy, PORT));
        for (String version : DeployStack.VERSIONS) {
            PublishedImage built =
                    DeployImages.build("bench-app:" + version, APPLICATION.formatted(BED.baseImage(), version));
            PublishedImage app = new PublishedImage(
                    "app",
                    built.reference(),
                    List.of(),
                    Optional.empty(),
                    1000,
                    List.of(),
                    false,
                    List.of("app"),
                    Optional.of("APP_IMAGE"));
            ReleaseImages.of("bench", version.repeat(40), Optional.empty(), List.of(app))
                    .write(directory.resolve(version + ".json"));
            Files.writeString(directory.resolve(version + ".env"), "APP_IMAGE=" + built.reference() + "\n");
        }
        for (String strategy : List.of("rolling", "recreate")) {
            Files.writeString(directory.resolve(strategy + ".yaml"), release(strategy));
        }
    }

    private String release(String strategy) {
        return """
                application: bench
                registry: {url: "%s", insecure: true, username: "%s", password: "file:%s"}
                targets:
                  production:
                    host: %s
                    port: %d
                    user: %s
                    hostKey: %s
                    identity: "file:%s"
                    directory: %s/%s
                    project: %s
                    files: [compose.yaml]
                    stability: 0s
                    strategy: %s
                """.formatted(
                                BED.registry(),
                                BED.registryUser(),
                                BED.setting("TESTBED_REGISTRY_PASSWORD_FILE"),
                                host.address(),
                                host.port(),
                                host.user(),
                                host.publicKey(),
                                host.keyFile(),
                                host.directory(),
                                project,
                                project,
                                strategy)
                + (strategy.equals("rolling") ? "    drain: 2s\n" : "");
    }

    /** Removes its containers, and what the releases left. */
    @Override
    public void close() {
        new LocalRunner(Map.of("DOCKER_HOST", host.dockerHost()))
                .require(
                        Command.of(
                                "remove the stack",
                                "sh",
                                "-c",
                                "docker ps -aq --filter \"$1\" | xargs -r docker rm -f;"
                                        + " docker network ls -q --filter \"$1\" | xargs -r docker network rm",
                                "sh",
                                "label=com.docker.compose.project=" + project),
                        DeployStack.limit());
        BED.onHost("web1", "exec", "rm", "-rf", "--", host.directory() + "/" + project);
    }
}
