package io.jenkins.plugins.composerelease.steps.durable;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.rules.TemporaryFolder;

/** A program in place of the command line that misbehaves as it is told: what no real release does when a test wants it. */
public final class TestEngine {
    private TestEngine() {}

    public static void main(String[] args) throws Exception {
        List<String> arguments = List.of(args);
        String result = arguments.get(arguments.indexOf("--result") + 1);
        String request = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        PrintStream log = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        switch (args[0]) {
            case "lines" -> {
                StringBuilder lines = new StringBuilder();
                for (int line = 1; line <= Integer.parseInt(args[1]); line++) {
                    lines.append("line ")
                            .append(line)
                            .append(" of the log ")
                            .append(args[2])
                            .append('\n');
                    if (lines.length() > 100_000) {
                        log.print(lines);
                        lines.setLength(0);
                    }
                }
                log.print(lines);
            }
            case "wait" -> await(log, Path.of(args[1]));
            case "crashlater" -> {
                await(log, Path.of(args[1]));
                Runtime.getRuntime().halt(77);
            }
            case "deaf" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> sleep(600_000)));
                await(log, Path.of(args[1]));
            }
            case "clean" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    log.println("cleaning up");
                    sleep(2_000);
                    log.println("cleaned up");
                    write(result, 143, "\"stopped\"");
                    Runtime.getRuntime().halt(143);
                }));
                await(log, Path.of(args[1]));
            }
            case "mark" -> Files.writeString(Path.of(args[1]), System.getenv("MARK"));
            case "times" -> {
                for (int line = 0; line < 20; line++) {
                    log.println("at " + System.currentTimeMillis());
                    sleep(250);
                }
            }
            case "say" ->
                log.println(args[1] + " " + request + " "
                        + System.getenv().getOrDefault("COMPOSE_RELEASE_SECRET_1", "no secret") + " ä "
                        + System.getenv("MORE"));
            case "events" ->
                log.print("before\n\u001e{\"type\":\"ready\"}\nafter\n\u001e{\"type\":\"phase\"}\nlast without end");
            case "check" -> {
                log.print("\u001e{\"type\":\"ready\"}\n");
                Path verdict = Path.of(arguments.get(arguments.indexOf("--verdict") + 1));
                long until = System.currentTimeMillis() + Integer.parseInt(args[1]) * 1000L;
                while (!Files.exists(verdict) && System.currentTimeMillis() < until) {
                    sleep(50);
                }
                if (!Files.exists(verdict)) {
                    write(result, 11, "\"the limit passed\"");
                    System.exit(11);
                }
                log.println("verdict: " + Files.readString(verdict).replace('\n', '|'));
            }
            case "fail" -> {
                write(result, 3, "\"it did not work\"");
                System.exit(3);
            }
            case "crash" -> Runtime.getRuntime().halt(77);
            default -> log.println("done");
        }
        write(result, 0, "null");
    }

    private static void await(PrintStream log, Path file) throws IOException {
        log.println("waiting");
        while (!Files.exists(file)) {
            sleep(50);
        }
        log.println("waited");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(String result, int exitCode, String message) {
        try {
            Path next = Path.of(result + ".new");
            Files.writeString(
                    next,
                    "{\"schemaVersion\":1,\"command\":\"test\",\"exitCode\":" + exitCode
                            + ",\"output\":{\"answer\":42},\"message\":" + message + "}");
            Files.move(next, Path.of(result), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Makes the jar of it and lets it take the command line's place, for the tests of a class. */
    static final class Rule extends TemporaryFolder {
        @Override
        protected void before() throws Throwable {
            super.before();
            install(new File(getRoot(), "test-engine.jar"));
        }

        @Override
        protected void after() {
            CommandLineJar.use(null);
            super.after();
        }
    }

    private static void install(File jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, TestEngine.class.getName());
        String name = TestEngine.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar.toPath());
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream in = TestEngine.class.getClassLoader().getResourceAsStream(name)) {
            entries.putNextEntry(new JarEntry(name));
            in.transferTo(entries);
        }
        CommandLineJar.use(jar.toURI().toURL());
    }
}
