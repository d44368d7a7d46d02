package io.jenkins.plugins.composerelease.adapter.registry;

import io.jenkins.plugins.composerelease.engine.model.BackOff;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends requests to one registry: log-in on demand, redirects, repetition of what may pass. */
final class RegistryClient {
    private static final int ATTEMPTS = 5;
    private static final int REDIRECTS = 5;
    /** A registry may ask for more than ours: up to what a build can wait for. */
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

    private final URI base;
    private final Consumer<String> waits;
    private final BackOff backOff;
    private final RegistryErrors errors;
    private final RegistryAuth auth;
    private final boolean plain;

    /**
     * @param waits gets a line before each pause, and where the registry does not tell its tags
     */
    RegistryClient(String host, RegistryLogin login, Consumer<String> waits, Duration pause) {
        this.plain = login.insecure() || host.matches("localhost(:[0-9]+)?|127\\.[0-9.]+(:[0-9]+)?");
        this.base = URI.create((plain ? "http://" : "https://") + host);
        this.waits = waits;
        this.backOff = new BackOff(pause);
        this.errors = new RegistryErrors(host, login);
        this.auth = new RegistryAuth(login, plain, errors);
    }

    RegistryErrors errors() {
        return errors;
    }

    /** The answer, whatever its status but 401, 403, 429 and 5xx. */
    RegistryAnswer send(RegistryCall call, Deadline deadline) {
        RegistryAnswer answer = ask(call, deadline);
        if (answer.isRefusal()) {
            throw errors.unexpected(call, answer);
        }
        return answer;
    }

    /** The same also with 401 and 403: for what registries need not allow. */
    RegistryAnswer ask(RegistryCall call, Deadline deadline) {
        for (int attempt = 1; ; attempt++) {
            Optional<RegistryAnswer> answer = attempt(call, attempt, deadline);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    /** One try; empty after a pause when the next may do better. The fifth one answers or fails; a refusal is an answer. */
    Optional<RegistryAnswer> attempt(RegistryCall call, int attempt, Deadline deadline) {
        Optional<String> asked;
        String last;
        try {
            RegistryAnswer answer = authorized(call, deadline);
            if (answer.isTransient() && attempt == ATTEMPTS) {
                throw errors.unexpected(call, answer);
            }
            if (!answer.isTransient()) {
                return Optional.of(answer);
            }
            last = "its last answer was " + answer.describe();
            asked = answer.header("Retry-After");
        } catch (IOException e) {
            if (attempt == ATTEMPTS || Transport.isPermanent(e)) {
                throw errors.unreachable(call, attempt, e);
            }
            last = "the last connection failed: " + e.getMessage();
            asked = e instanceof RegistryAuth.BusyException busy ? busy.retryAfter() : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.interrupted(call);
        }
        pause(call, RetryAfter.of(asked).orElseGet(() -> backOff.after(attempt)), deadline, last);
        return Optional.empty();
    }

    /**
     * Token services refuse to let anybody read a repository that does not exist yet, also those who may create it: they
     * are asked for that right too before a refusal is believed.
     */
    private RegistryAnswer authorized(RegistryCall call, Deadline deadline) throws IOException, InterruptedException {
        RegistryAnswer answer = loggedIn(call, deadline);
        if (!answer.isRefusal() || !auth.hasTokens() || !call.onlyReads()) {
            return answer;
        }
        RegistryAnswer other = loggedIn(call.alsoWriting(), deadline);
        return other.isRefusal() ? answer : other;
    }

    private RegistryAnswer loggedIn(RegistryCall call, Deadline deadline) throws IOException, InterruptedException {
        Optional<String> known = auth.known(call.scope());
        Reply reply = follow(call, known, deadline);
        if (reply.answer().status() != 401 || !isOurs(reply.from())) { // a storage is not given our password
            return reply.answer();
        }
        Optional<String> authorization = auth.obtain(call, known, reply.answer(), deadline);
        return authorization.isEmpty()
                ? reply.answer()
                : follow(call, authorization, deadline).answer();
    }

    private Reply follow(RegistryCall call, Optional<String> authorization, Deadline deadline)
            throws IOException, InterruptedException {
        URI uri = base.resolve(call.path());
        for (int hop = 0; ; hop++) {
            BodyPublisher body = call.body().map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody);
            RegistryAnswer answer = Transport.send(request(call, uri, authorization, body), deadline);
            Optional<String> location = answer.header("Location");
            boolean redirect = answer.status() / 100 == 3
                    && location.isPresent()
                    && (call.method().equals("GET") || call.method().equals("HEAD"));
            if (!redirect || hop == REDIRECTS) {
                return new Reply(answer, uri);
            }
            uri = resolve(call, uri, location.get());
        }
    }

    /** Where the registry wants the next request, refused where that is not encrypted and was not meant to be. */
    URI resolve(RegistryCall call, String location) {
        return resolve(call, base.resolve(call.path()), location);
    }

    private URI resolve(RegistryCall call, URI from, String location) {
        URI uri = from.resolve(address(call, location));
        if (!plain && !"https".equals(uri.getScheme())) {
            throw errors.unsafe(call.purpose(), uri.getScheme() + "://" + uri.getAuthority());
        }
        return uri;
    }

    /** A body of any size, to be closed by the caller; what may pass with a repetition is an {@link IOException}. */
    HttpResponse<InputStream> open(RegistryCall call, Deadline deadline) throws IOException, InterruptedException {
        RegistryAnswer known = send(call.as("HEAD"), deadline); // logs in, so that no body is asked for twice
        if (known.status() != 200) {
            throw errors.unexpected(call, known);
        }
        URI uri = base.resolve(call.path());
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            HttpResponse<InputStream> answer =
                    Transport.open(request(call, uri, BodyPublishers.noBody()), within(call, deadline));
            Optional<String> location = answer.headers().firstValue("Location");
            if (answer.statusCode() == 200) {
                return answer;
            }
            answer.body().close();
            if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
                throw new IOException("reading from " + uri.getAuthority() + ": it answered " + answer.statusCode());
            }
            uri = resolve(call, uri, location.get());
        }
        throw errors.notUnderstood("'" + call.path() + "'", "more than " + REDIRECTS + " redirects", null);
    }

    /** A request with the login that worked for such a call before. */
    HttpRequest request(RegistryCall call, URI uri, BodyPublisher body) {
        return request(call, uri, auth.known(call.scope()), body);
    }

    /** Tells what is worth a line, of this registry. */
    void tell(String line) {
        waits.accept("registry '" + base.getAuthority() + "': " + line);
    }

    /** The deadline, while it has not passed. */
    Deadline within(RegistryCall call, Deadline deadline) {
        if (deadline.passed()) {
            throw errors.timedOut(call, deadline.elapsed(), "");
        }
        return deadline;
    }

    void pause(RegistryCall call, int attempt, Deadline deadline, String last) {
        pause(call, backOff.after(attempt), deadline, last);
    }

    private URI address(RegistryCall call, String location) {
        try {
            return new URI(location);
        } catch (URISyntaxException e) {
            throw errors.notUnderstood("'" + call.path() + "'", "a redirect that is no address", e);
        }
    }

    /** A storage that the registry redirects to gets a signed address, not our login. */
    private HttpRequest request(RegistryCall call, URI uri, Optional<String> authorization, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", call.accept());
        call.mediaType().ifPresent(type -> request.header("Content-Type", type));
        request.method(call.method(), body);
        if (isOurs(uri)) {
            authorization.ifPresent(value -> request.header("Authorization", value));
        }
        return request.build();
    }

    private boolean isOurs(URI uri) {
        return base.getScheme().equalsIgnoreCase(uri.getScheme())
                && base.getHost().equalsIgnoreCase(uri.getHost())
                && port(base) == port(uri);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
    }

    private void pause(RegistryCall call, Duration length, Deadline deadline, String last) {
        if (length.compareTo(deadline.remaining()) >= 0) {
            throw errors.timedOut(call, deadline.elapsed(), last);
        }
        if (length.compareTo(LONGEST_ASKED) > 0) {
            throw errors.asksForTooMuch(call, length, LONGEST_ASKED, last);
        }
        tell("could not " + call.purpose() + ", " + Text.printable(last) + "; trying again in " + Text.elapsed(length));
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.interrupted(call);
        }
    }

    /** An answer and where it came from, after redirects. */
    private record Reply(RegistryAnswer answer, URI from) {}
}
