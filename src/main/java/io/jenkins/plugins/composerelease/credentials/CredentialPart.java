package io.jenkins.plugins.composerelease.credentials;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.AbortException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The parts of the types of credentials. */
enum CredentialPart {
    TEXT("text", "a secret text", StringCredentials.class) {
        @Override
        Secret take(StandardCredentials credential) {
            return Secret.of(((StringCredentials) credential).getSecret().getPlainText());
        }
    },
    FILE("file", "a secret file", FileCredentials.class) {
        @Override
        Secret take(StandardCredentials credential) throws IOException {
            try (InputStream content = ((FileCredentials) credential).getContent()) {
                return Secret.of(content.readAllBytes());
            }
        }
    },
    PASSWORD("password", "a username with password", StandardUsernamePasswordCredentials.class) {
        @Override
        Secret take(StandardCredentials credential) {
            return Secret.of(((StandardUsernamePasswordCredentials) credential)
                    .getPassword()
                    .getPlainText());
        }
    },
    PRIVATE_KEY("privateKey", "an SSH username with private key", SSHUserPrivateKey.class) {
        @Override
        Secret take(StandardCredentials credential) throws AbortException {
            return SshKey.first((SSHUserPrivateKey) credential);
        }

        @Override
        boolean locks(StandardCredentials credential) {
            return !SshKey.passphrase((SSHUserPrivateKey) credential).isEmpty();
        }
    },
    KEYSTORE("keystore", "a certificate", StandardCertificateCredentials.class) {
        @Override
        Secret take(StandardCredentials credential) throws IOException, GeneralSecurityException {
            return pkcs12((StandardCertificateCredentials) credential);
        }
    },
    USERNAME("username", "a username with password or with private key", StandardUsernameCredentials.class) {
        @Override
        Secret take(StandardCredentials credential) {
            return Secret.of(((StandardUsernameCredentials) credential).getUsername());
        }

        @Override
        boolean hides(StandardCredentials credential) {
            return ((StandardUsernameCredentials) credential).isUsernameSecret();
        }
    },
    PASSPHRASE("passphrase", "an SSH username with private key", SSHUserPrivateKey.class) {
        @Override
        Secret take(StandardCredentials credential) {
            return Secret.of(SshKey.passphrase((SSHUserPrivateKey) credential));
        }
    },
    KEYSTORE_PASSWORD("keystorePassword", "a certificate", StandardCertificateCredentials.class) {
        @Override
        Secret take(StandardCredentials credential) {
            return Secret.of(
                    ((StandardCertificateCredentials) credential).getPassword().getPlainText());
        }
    };

    /** What a credential of each type is taken for when no part is named. */
    private static final List<CredentialPart> DEFAULTS = List.of(TEXT, FILE, PASSWORD, PRIVATE_KEY, KEYSTORE);

    private final String label;
    private final String type;
    private final Class<? extends StandardCredentials> credentialType;

    CredentialPart(String label, String type, Class<? extends StandardCredentials> credentialType) {
        this.label = label;
        this.type = type;
        this.credentialType = credentialType;
    }

    abstract Secret take(StandardCredentials credential) throws IOException, GeneralSecurityException;

    boolean hides(StandardCredentials credential) {
        return true;
    }

    boolean locks(StandardCredentials credential) {
        return false;
    }

    /** The types that have a part, for messages. */
    static String expected(String part) throws AbortException {
        List<String> types = candidates(part).stream().map(p -> p.type).toList();
        return types.size() == 1 ? types.get(0) : "one of: " + String.join(", ", types);
    }

    static Taken of(StandardCredentials credential, String part, String use) throws AbortException {
        String name = "Credential '" + credential.getId() + "' (" + use + ")";
        CredentialPart found = candidates(part).stream()
                .filter(candidate -> candidate.credentialType.isInstance(credential))
                .findFirst()
                .orElse(null);
        if (found == null) {
            throw new AbortException(name + " is of type '" + typeOf(credential) + "', expected " + expected(part)
                    + ". Name another credential, or create this one again with the expected type.");
        }
        try {
            return new Taken(found.take(credential), found.hides(credential), found.locks(credential));
        } catch (AbortException e) {
            throw new AbortException(name + " " + e.getMessage());
        } catch (IOException | GeneralSecurityException e) {
            throw new AbortException(name + " could not be read: "
                    + e.getClass().getSimpleName() + ". Check it in Jenkins' credentials, or enter it again.");
        }
    }

    private static List<CredentialPart> candidates(String part) throws AbortException {
        if (part == null || part.isEmpty()) {
            return DEFAULTS;
        }
        List<String> wanted = List.of(part.split("[|]"));
        List<CredentialPart> found = Stream.of(values())
                .filter(candidate -> wanted.contains(candidate.label))
                .toList();
        if (!found.isEmpty() && found.size() == wanted.size()) {
            return found;
        }
        throw new AbortException("Part '" + Text.printable(part) + "' of a credential is unknown, expected one of: "
                + String.join(", ", labels()) + ".");
    }

    /** The types that have one of these parts; all types for none. */
    static Set<Class<? extends StandardCredentials>> types(List<String> parts) {
        return Stream.of(values())
                .filter(part -> parts.isEmpty() ? DEFAULTS.contains(part) : parts.contains(part.label))
                .map(part -> part.credentialType)
                .collect(Collectors.toSet());
    }

    static List<String> labels() {
        return Stream.of(values()).map(part -> part.label).toList();
    }

    private static String typeOf(StandardCredentials credential) {
        return credential.getDescriptor().getDisplayName();
    }

    private static Secret pkcs12(StandardCertificateCredentials certificate)
            throws IOException, GeneralSecurityException {
        KeyStore keyStore = certificate.getKeyStore();
        char[] password = certificate.getPassword().getPlainText().toCharArray();
        KeyStore copy = KeyStore.getInstance("PKCS12");
        copy.load(null, password);
        for (String alias : Collections.list(keyStore.aliases())) {
            if (keyStore.isKeyEntry(alias)) {
                copy.setKeyEntry(
                        alias, keyStore.getKey(alias, password), password, keyStore.getCertificateChain(alias));
            } else {
                copy.setCertificateEntry(alias, keyStore.getCertificate(alias));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copy.store(out, password);
        return Secret.of(out.toByteArray());
    }
}
