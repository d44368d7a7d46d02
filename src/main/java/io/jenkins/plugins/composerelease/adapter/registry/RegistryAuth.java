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

    RegistryAuth(RegistryLogin login, boolean plain, RegistryErrors errors) {
        this.login = login;
        this.plain = plain;
        this.errors = errors;
    }

    /** The header that worked for this scope before. */
    Optional<String> known(String scope) {
        return Optional.ofNullable(headers.getOrDefault(EVERYTHING, headers.get(scope)));
    }

    /** The header that answers a 401; empty when there is nothing to answer with. */
    Optional<String> obtain(RegistryCall call, RegistryAnswer refusal, Deadline deadline)
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
            throw new IOException("the token service answered " + answer.status());
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
}
