package io.jenkins.plugins.composerelease.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DockerCertificatesTest {
    private static final String PASSWORD = "changeit";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private HttpsServer server;
    private Path certificates;
    private String authority;

    @Before
    public void start() throws Exception {
        Path store = folder.getRoot().toPath().resolve("server.p12");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost");
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD.toCharArray());
        }
        keys.init(loaded, PASSWORD.toCharArray());
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> LocalRegistry.answer(exchange, 200, "text/plain", new byte[] {'x'}));
        server.start();
        authority = "localhost:" + server.getAddress().getPort();
        certificates = folder.newFolder("certs.d").toPath();
        Path own = Files.createDirectory(certificates.resolve(authority));
        keytool(store, "-exportcert", "-rfc", "-file", own.resolve("ca.crt").toString());
    }

    @After
    public void stop() {
        server.stop(0);
    }

    @Test
    public void trustsWhatDockerTrustsForThisRegistry() throws Exception {
        SSLContext context =
                DockerCertificates.of(List.of(certificates), authority).orElseThrow();

        assertThat(get(HttpClient.newBuilder().sslContext(context).build())).isEqualTo("x");
        assertThatThrownBy(() -> get(HttpClient.newHttpClient())).isInstanceOf(SSLException.class);
    }

    @Test
    public void hasNothingForOthers() throws IOException {
        assertThat(DockerCertificates.of(List.of(certificates, Path.of("/no/such/directory")), "other.example.com"))
                .isEmpty();
    }

    @Test
    public void saysWhichFileIsNoCertificate() throws IOException {
        Path file = certificates.resolve(authority).resolve("broken.crt");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n");

        assertThatThrownBy(() -> DockerCertificates.of(List.of(certificates), authority))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken.crt");
    }

    private String get(HttpClient client) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("https://" + authority + "/")).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static void keytool(Path store, String... arguments) {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Command command = Command.of("make a certificate", program.toString())
                .withArguments(List.of(arguments))
                .withArguments(List.of(
                        "-alias",
                        "server",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD));
        new LocalRunner().require(command, Deadline.in(Duration.ofMinutes(1)));
    }
}
