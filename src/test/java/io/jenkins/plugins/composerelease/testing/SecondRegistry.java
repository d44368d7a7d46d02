package io.jenkins.plugins.composerelease.testing;

import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** An empty registry without a password beside that of the test bed; gone after the test. */
public final class SecondRegistry extends ExternalResource {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

    private final TemporaryFolder folder = new TemporaryFolder();
    private RunningCommand server;
    private int port;

    /** Host and port, where it is asked without encryption. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    protected void before() throws IOException {
        folder.create();
        port = freePort();
        server = Files.isExecutable(PROGRAM) ? process() : container();
        await().atMost(Duration.ofSeconds(30)).until(this::listens);
    }

    private RunningCommand process() throws IOException {
        Path config = folder.getRoot().toPath().resolve("config.yml");
        Files.writeString(config, """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "%s"}
                """.formatted(folder.newFolder("data"), host()));
        return new LocalRunner()
                .start(Command.of("serve", PROGRAM.toString(), "serve", config.toString()), OutputListener.NONE);
    }

    private RunningCommand container() {
        String published = host() + ":5000";
        return TestBed.get()
                .agent()
                .start(
                        Command.of("serve", "docker", "run", "--rm", "--name", name(), "-p", published, "registry:2"),
                        OutputListener.NONE);
    }

    private String name() {
        return "second-registry-" + port;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    protected void after() {
        if (server != null) {
            server.close();
        }
        if (!Files.isExecutable(PROGRAM)) {
            TestBed.get()
                    .agent()
                    .run(
                            Command.of("remove the registry", "docker", "rm", "--force", name()),
                            Deadline.in(Duration.ofMinutes(1)));
        }
        folder.delete();
    }
}
