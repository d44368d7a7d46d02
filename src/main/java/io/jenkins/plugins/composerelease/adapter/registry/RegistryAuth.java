package io.jenkins.plugins.composerelease.adapter.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Logs in to one registry when it asks: the password itself (Basic), or a token for it (Bearer). */
final class RegistryAuth {
    private static final String EVERYTHING = "";

    private final RegistryLogin login;
    private final boolean plain;
    private final RegistryErrors errors;
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private volatile boolean tokens;

    RegistryAuth(RegistryLogin login, boolean plain, RegistryErrors errors) {
        this.login = login;
        this.plain = plain;
        this.errors = errors;
    }

    /** The header that worked for this scope before. */
    Optional<String> known(String scope) {
        return Optional.ofNullable(headers.getOrDefault(EVERYTHING, headers.get(scope)));
    }

    /** Whether the registry wants tokens and there is a login to get them with. */
    boolean hasTokens() {
        return tokens && login.username().isPresent();
    }

    /**
     * The header that answers a 401; empty when there is nothing to answer with. Of several requests of one scope that
     * were refused at once, the first logs in for all.
     *
     * @param refused the header of the request that was refused
     */
    Optional<String> obtain(RegistryCall call, Optional<String> refused, RegistryAnswer refusal, Deadline deadline)
            throws IOException, InterruptedException {
        synchronized (locks.computeIfAbsent(call.scope(), scope -> new Object())) {
            Optional<String> known = known(call.scope());
            return known.isPresent() && !known.equals(refused) ? known : obtain(call, refusal, deadline);
        }
    }

    private Optional<String> obtain(RegistryCall call, RegistryAnswer refusal, Deadline deadline)
            throws IOException, InterruptedException {
        Optional<Challenge> challenge = Challenge.of(refusal.headers().allValues("WWW-Authenticate"));
        if (challenge.isEmpty()) {
            return Optional.empty();
        }
        if (challenge.get().scheme().equals("basic")) {
            Optional<String> basic = basic();
            basic.ifPresent(header -> headers.put(EVERYTHING, header));
            return basic;
        }
        tokens = true;
        Optional<String> token = token(call, challenge.get(), deadline).map(value -> "Bearer " + value);
        token.ifPresent(header -> headers.put(call.scope(), header));
        return token;
    }

    private Optional<String> token(RegistryCall call, Challenge challenge, Deadline deadline)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(tokenAddress(call, challenge)).header("Accept", "application/json");
        basic().ifPresent(header -> request.header("Authorization", header));
        RegistryAnswer answer = Transport.send(request.build(), deadline);
        if (answer.isTransient()) {
            throw new BusyException("the token service answered " + answer.status(), answer.header("Retry-After"));
        }
        if (answer.status() == 403) {
            return Optional.empty(); // the password is right, the right to this repository is missing
        }
        if (answer.status() != 200) {
            throw errors.unexpected(call, answer);
        }
        JsonNode json = RawManifest.tree(answer.body(), errors, "a token");
        String token = json.path("token").asText(json.path("access_token").asText(""));
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    private URI tokenAddress(RegistryCall call, Challenge challenge) {
        String realm = challenge.parameter("realm").orElse("");
        if (!realm.startsWith("https://") && !(plain && realm.startsWith("http://"))) {
            throw errors.unsafe(call.purpose(), "'" + realm + "' for a token");
        }
        String query = "scope=" + encode(call.scope()).replace("+", "&scope=")
                + challenge
                        .parameter("service")
                        .map(s -> "&service=" + encode(s))
                        .orElse("");
        try {
            return new URI(realm + (realm.contains("?") ? "&" : "?") + query);
        } catch (URISyntaxException e) {
            throw errors.notUnderstood("a token", "the address '" + Text.printable(realm) + "'", e);
        }
    }

    private Optional<String> basic() {
        return login.username().flatMap(user -> login.password().map(password -> {
            ByteArrayOutputStream plainText = new ByteArrayOutputStream();
            plainText.writeBytes((user + ":").getBytes(StandardCharsets.UTF_8));
            plainText.writeBytes(password.bytes());
            return "Basic " + Base64.getEncoder().encodeToString(plainText.toByteArray());
        }));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A token service that cannot answer now. */
    static final class BusyException extends IOException {
        private static final long serialVersionUID = 1L;
        private final String retryAfter;

        BusyException(String message, Optional<String> retryAfter) {
            super(message);
            this.retryAfter = retryAfter.orElse("");
        }

        /** The header {@code Retry-After} of its answer. */
        Optional<String> retryAfter() {
            return Optional.of(retryAfter).filter(value -> !value.isEmpty());
        }
    }
}
