package io.jenkins.plugins.composerelease.adapter.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The authorities that Docker trusts for one registry, from {@code certs.d/HOST:PORT/*.crt}, besides those of Java. */
final class DockerCertificates {
    private DockerCertificates() {}

    /**
     * What trusts them; empty where there are none.
     *
     * @param directories of Docker, with a directory for each registry
     * @param authority host and port of the registry, as image names have it
     */
    static Optional<SSLContext> of(List<Path> directories, String authority) throws IOException {
        List<Certificate> found = new ArrayList<>();
        for (Path directory : directories) {
            Path own = directory.resolve(authority);
            if (Files.isDirectory(own)) {
                read(own, found);
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(trusting(found));
    }

    private static void read(Path directory, List<Certificate> into) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.crt")) {
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    into.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
                } catch (GeneralSecurityException e) {
                    throw new IOException("'" + file + "' holds no certificate: " + e.getMessage(), e);
                }
            }
        }
    }

    private static SSLContext trusting(List<Certificate> more) throws IOException {
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager known) {
                    for (X509Certificate certificate : known.getAcceptedIssuers()) {
                        all.setCertificateEntry("java" + all.size(), certificate);
                    }
                }
            }
            for (Certificate certificate : more) {
                all.setCertificateEntry("docker" + all.size(), certificate);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(all), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("Docker's certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
