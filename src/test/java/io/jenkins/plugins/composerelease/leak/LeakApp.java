package io.jenkins.plugins.composerelease.leak;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The application that is released: it reads its secrets and, when {@code MODE} says so, tells them to whoever asks, as only a
 * careless one would. Python's own encoders make the forms, not those of the product.
 */
public final class LeakApp {
    /** How the application behaves. */
    public enum Mode {
        /** As it should. */
        QUIET,
        /** Healthy, and prints each secret in every form. */
        LOUD,
        /** Prints, and its health check fails with secrets as its output. */
        UNHEALTHY,
        /** Healthy, and answers requests with secrets and status 500. */
        ANSWERS,
        /** Its health check has no result. */
        SLOW
    }

    /** A database that has its password as a file; a part of {@link #compose}. */
    static final String DATABASE = """
              db:
                image: ${DB_IMAGE}
                secrets: [db_password]
                healthcheck: {test: [CMD, pg_isready, -q, -h, 127.0.0.1, -U, shop, -d, shop], interval: 1s, retries: 60}
            """;

    public static final String PROGRAM = """
            import base64, html, http.server, json, os, pathlib, shlex, sys, time, urllib.parse

            MODE = os.environ["MODE"]
            SECRETS = [(f.name, f.read_bytes()) for f in sorted(pathlib.Path("/run/secrets").glob("*"))]


            def encoded(value):
                yield base64.b64encode(value)
                yield base64.urlsafe_b64encode(value)
                for before in b"", b"u:", b"user:":
                    yield base64.encodebytes(before + value)


            def forms(value):
                yield value
                yield value.strip()
                yield from encoded(value)
                try:
                    text = value.decode()
                except UnicodeDecodeError:
                    return
                made = [json.dumps(text), json.dumps(text, ensure_ascii=False), json.dumps({"password": text}),
                        urllib.parse.quote(text), urllib.parse.quote(text, safe=""), urllib.parse.quote_plus(text),
                        html.escape(text), html.escape(text, quote=False), shlex.quote(text),
                        text.replace("$", "$$"), text.replace("'", "''")]
                made.append("postgres://u:" + urllib.parse.quote(text, safe="") + "@db/shop")
                made.append(json.dumps(made[0]))
                for form in made:
                    yield form.encode()
                for form in made[0], made[1], made[2], made[-2]:
                    yield from encoded(form.encode())


            def out(data):
                sys.stdout.buffer.write(data + b"\\n")
                sys.stdout.buffer.flush()


            def tell(names):
                return b"\\n".join(value for name, value in SECRETS if name in names)


            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(500 if MODE == "ANSWERS" else 200)
                    self.end_headers()
                    self.wfile.write(b"marker " + os.environ["MARKER"].encode() + b"\\n")
                    if MODE == "ANSWERS":
                        self.wfile.write(tell(["jwt"]) + b"\\n" + tell(["tricky", "key", "token", "db_password"]))


            def check():
                if MODE == "SLOW":
                    time.sleep(60)
                if MODE != "UNHEALTHY":
                    return 0
                out(b"marker " + os.environ["MARKER"].encode())
                out(tell(["db_password", "tricky", "latin1", "token", "word", "tiny", "key"]))
                return 1


            if len(sys.argv) > 1:
                sys.exit(check())
            out(b"marker " + os.environ["MARKER"].encode())
            if MODE == "LOUD":
                for name, value in SECRETS:
                    for number, form in enumerate(forms(value)):
                        out(b"%s %d: %s." % (name.encode(), number, form))
            elif MODE == "UNHEALTHY":
                for name, value in SECRETS:  # fewer lines than a tail of the log has
                    out(value)
                    out(base64.b64encode(value))
            http.server.HTTPServer(("", 8080), Handler).serve_forever()
            """;

    private LeakApp() {}

    /** Its image; the build meets a secret and prints it, and leaves the marker in a layer, a label and its history. */
    public static String dockerfile(String baseImage, String marker) {
        return """
                FROM %s
                LABEL marker=%2$s
                RUN --mount=type=secret,id=npm_token /bin/true canary-build %2$s; echo "token $(cat /run/secrets/npm_token)"; \\
                  base64 /run/secrets/npm_token; test "$(wc -c < /run/secrets/npm_token)" = 39; \\
                  mkdir /app && echo "x%2$s" | base64 > /app/marker
                COPY app.py /app/
                CMD ["python3", "/app/app.py"]
                """.formatted(baseImage, marker);
    }

    /** The application gets each secret as a file; {@code more} are more services. */
    public static String compose(Collection<String> secrets, String more) {
        String declared = secrets.stream()
                .map(name -> "  " + name + ": {file: ./not-here}\n")
                .collect(Collectors.joining());
        return """
                services:
                  web:
                    image: ${WEB_IMAGE}
                    init: true
                    environment: {MODE: "${MODE}", MARKER: "${MARKER}"}
                    secrets: [%s]
                    healthcheck:
                      test: [CMD, python3, /app/app.py, "canary-container ${MARKER}"]
                      interval: 1s
                      timeout: 20s
                      retries: 2
                %ssecrets:
                %s""".formatted(String.join(", ", secrets), more, declared);
    }

    /** The second case: an application that reads its environment only. */
    public static String environmentOnly(Collection<String> variables) {
        String environment = variables.stream()
                .map(name -> "      " + name + ": \"${" + name + "}\"\n")
                .collect(Collectors.joining());
        return """
                services:
                  web:
                    image: ${WEB_IMAGE}
                    init: true
                    environment:
                      MODE: QUIET
                      MARKER: "${MARKER}"
                %s""".formatted(environment);
    }
}
