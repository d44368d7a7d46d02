package io.jenkins.plugins.composerelease.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** What a release file must not hold, and what the refusal says: place, key, and what to write instead. */
@RunWith(Parameterized.class)
public class ReleaseFileBadInputTest {
    private static final String TARGET = "targets:\n  web:\n    host: h\n    user: u\n    directory: /srv/a\n";

    @Parameter
    public String name;

    @Parameter(1)
    public String text;

    @Parameter(2)
    public List<String> expected;

    @Parameters(name = "{0}")
    public static List<Object[]> table() {
        return List.of(
                row("unknown key", "aplication: a", ":1:1:", "unknown key 'aplication'", "'application'"),
                row("unknown nested key", app(TARGET + "    hostkey: x"), ":7:5: targets.web.hostkey", "'hostKey'"),
                row("unknown key, nothing close", app("zzzzzzzzzz: 1"), ":2:1:", "Valid here: application, registry"),
                row(
                        "unknown image key",
                        app("images:\n  - {name: a, contxt: .}"),
                        ":3:15: images[0].contxt",
                        "'context'"),
                row("duplicate key", app("tags: [sha]\ntags: [sha]"), ":3:1: tags", "twice", "release.yaml:2:1"),
                row("missing application", "tags: [sha]", ":1:1:", "the key 'application' is missing"),
                row("missing host", app("targets:\n  web:\n    user: u"), ":3:3: targets.web", "'host' is missing"),
                row("text for a list", app("tags: sha"), ":2:1: tags", "it is text, expected a list"),
                row("mapping for text", app("defaultBranch: {a: b}"), ":2:1: defaultBranch", "it is a mapping"),
                row("text for a number", app(TARGET + "    files: [c.yaml]\n    port: ssh"), ":8:5: targets.web.port"),
                row(
                        "text for a boolean",
                        app("registry: {url: r.example, insecure: maybe}"),
                        "registry.insecure",
                        "true or false"),
                row("empty value", app(TARGET + "    files: [c.yaml]\n    approvers:"), "approvers", "it has no value"),
                row("fraction", app(TARGET + "    files: [c.yaml]\n    port: 2.5"), "'2.5' is not a whole number"),
                row(
                        "word for drift",
                        app(TARGET + "    files: [c.yaml]\n    drift: ignore"),
                        ":8:5:",
                        "report, refuse"),
                row(
                        "no required target",
                        app(TARGET + "    files: [c.yaml]\n    requires: {check: e2e}"),
                        "'target' is missing"),
                row("port out of range", app(TARGET + "    files: [c.yaml]\n    port: 70000"), ":8:5:", "70000"),
                row(
                        "not YAML",
                        app("tags: [sha"),
                        "release.yaml:2:11",
                        "while parsing a flow sequence: expected ',' or ']'"),
                row("empty file", "", "release.yaml is empty"),
                row("only a list", "- a", ":1:1:", "expected a mapping"),
                row("second document", app("---\napplication: b"), ":3:", "second document"),
                row("alias", app("tags: &t [sha]\nimages:\n  - {name: a, tags: *t}"), "images[0].tags", "alias"),
                row("alias bomb", bomb(), "alias"),
                row("merge key", app("x: &x {a: b}\nregistry:\n  <<: *x"), ":4:3: registry.<<", "alias"),
                row("deep nesting", app("tags: " + "[".repeat(30) + "]".repeat(30)), "nested deeper than 20"),
                row("over-large", app("# " + "x".repeat(1 << 20)), "release.yaml has", "characters, at most"),
                row("control character", app("defaultBranch: a\u0007b"), "release.yaml:2:17:", "\\u0007"),
                row("escaped control", app("defaultBranch: \"a\\u001bb\""), ":2:1: defaultBranch", "\\u001b"),
                row("name with -", "application: -rf", ":1:1: application", "'-rf' is not valid"),
                row("name with $( )", "application: $(id)", ":1:1: application", "'$(id)'"),
                row("name with ;", app(target("user: u;id")), "targets.web.user", "'u;id'"),
                row("name with newline", "application: \"a\\nb\"", "application", "a\\u000ab"),
                row("host starting with -", app(target("host: -oProxyCommand=id")), "targets.web.host", "not valid"),
                row(
                        "service name",
                        app("images:\n  - {name: a, services: [\"a;b\"]}"),
                        "images[0].services[0]",
                        "'a;b'"),
                row("variable name", app(TARGET + "    variables: {\"A-B\": x}"), "targets.web.variables.A-B"),
                row("target name", app("targets:\n  \"$(id)\": {host: h}"), ":3:3:", "'$(id)' is not valid"),
                row("climbing path", app(TARGET + "    files: [../c.yaml]"), ":7:13: targets.web.files[0]", "'..'"),
                row("absolute path", app("images:\n  - {name: a, context: /etc}"), "images[0].context", "'/etc'"),
                row("path with ;", app(TARGET + "    files: [\"c;id.yaml\"]"), "targets.web.files[0]", "'c;id.yaml'"),
                row("path with $( )", app(TARGET + "    files: [\"$(id).yaml\"]"), "targets.web.files[0]"),
                row("root as directory", app(target("directory: /")), "targets.web.directory", "/srv/shop"),
                row("relative directory", app(target("directory: srv")), "targets.web.directory", "absolute"),
                row("no compose file", app(TARGET + "    files: []"), ":3:3: targets.web", "names no compose file"),
                row(
                        "owner without build",
                        app("compose: {owner: {controller: c, since: 1}}"),
                        "compose.owner",
                        "'build'"),
                row("owner's time", app("compose: {owner: {controller: c, build: b, since: 1.5}}"), "since", "'1.5'"),
                row(
                        "time without number",
                        app("compose: {liveAt: now, owner: {controller: c, build: b, since: 1}}"),
                        "liveAt"),
                row("image reference", app("images:\n  - {name: Shop/Web}"), ":3:6: images[0].name", "'Shop/Web'"),
                row("image with tag", app("images:\n  - {name: \"a:1\"}"), "images[0].name", "has a tag"),
                row("image twice", app("images: [{name: a}, {name: a}]"), "images[1]", "twice"),
                row("tag rule", app("tags: [sha, semverr]"), ":2:13: tags[1]", "Did you mean 'semver'?"),
                row("version", app("version: -1.0"), ":2:1: version", "'-1.0'"),
                row(
                        "version pattern",
                        app("version: {file: V, pattern: '('}"),
                        "version.pattern",
                        "regular expression"),
                row("registry with path", app("registry: {url: r.example/x}"), "registry.url", "host and port only"),
                row("registry http", app("registry: {url: \"http://r\"}"), "registry.url", "insecure: true"),
                row(
                        "username only",
                        app("registry: {url: r.example, username: u}"),
                        ":2:1: registry",
                        "Give both or none"),
                row("duration", app(TARGET + "    files: [c.yaml]\n    timeout: 5 days"), ":8:5: targets.web.timeout"),
                row(
                        "strategy",
                        app(TARGET + "    strategy: rolling"),
                        "targets.web.strategy",
                        "Valid values: recreate"),
                row(
                        "token as a variable",
                        app(TARGET + "    files: [c.yaml]\n    variables: {TOKEN: ghp_" + "a1B2c3D4e5".repeat(4) + "}"),
                        "variable 'TOKEN' looks like a secret (a token)",
                        "Bind it in 'secrets'"),
                row(
                        "place of secret files",
                        app(TARGET + "    atRest: disk"),
                        "targets.web.atRest",
                        "Valid values: memory, file"),
                row("secret in the file", app(secret("value: hunter22")), ":3:18: secrets[0].value", "env:NAME"),
                row("secret variable", app(secret("value: \"env:A-B\"")), "secrets[0].value", "'A-B'"),
                row(
                        "secret without kind",
                        app("secrets:\n  - {value: \"env:A\"}"),
                        ":3:5: secrets[0]",
                        "one of 'file', 'env' and 'dotenv'"),
                row("secret twice", app("secrets: [{env: A, value: \"env:A\"}, {env: A, value: \"env:B\"}]"), "twice"),
                row("host key", app(TARGET + "    hostKey: nonsense"), "targets.web.hostKey", "ssh-keyscan"),
                row("proxy jump", app(TARGET + "    proxyJump: -oX"), "targets.web.proxyJump", "'-oX'"),
                row("JDBC URL", app(migration("url: http://db")), "migration.flyway.url", "not a JDBC URL"),
                row("password in the JDBC URL", app(migration("url: \"jdbc:h2:m?password=pw1\"")), "holds a password"),
                row("migration without kind", app(TARGET + "    migration: {timeout: 5m}"), "'flyway' or 'command'"),
                row(
                        "migration program",
                        app(TARGET + "    migration: {command: {service: w, argv: [-x]}}"),
                        "argv",
                        "'-x'"),
                row("URL", app(TARGET + "    verification: [{url: \"file:///etc\"}]"), "verification[0].url"),
                row(
                        "status",
                        app(TARGET + "    verification: [{url: \"http://a\", status: 20}]"),
                        "verification[0]",
                        "20"),
                row(
                        "from",
                        app(TARGET + "    verification: [{url: \"http://a\", from: mars}]"),
                        "agent, target, service"),
                row("keep", app(TARGET + "    files: [c.yaml]\n    keep: 1"), "targets.web", "at least 2"),
                row("repository", app("github: {repository: shop}"), "github.repository", "owner/name"));
    }

    @Test
    public void isRefusedWithItsPlace() {
        InvalidInputException refusal = catchThrowableOfType(
                InvalidInputException.class,
                () -> ReleaseFile.parse("release.yaml", text, false, Path.of("/nonexistent")));
        assertThat(refusal).as("it was accepted").isNotNull();
        assertThat(refusal).hasMessageStartingWith("release.yaml").hasMessageNotContainingAny("hunter22", "pw1");
        assertThat(refusal.getMessage()).contains(expected);
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.INVALID_INPUT.code());
    }

    private static Object[] row(String name, String text, String... expected) {
        return new Object[] {name, text, List.of(expected)};
    }

    private static String app(String more) {
        return "application: a\n" + more + "\n";
    }

    /** A target with one key written wrong, at the place of the good one. */
    private static String target(String line) {
        String key = line.substring(0, line.indexOf(':'));
        return TARGET.replaceFirst("    " + key + ":.*", java.util.regex.Matcher.quoteReplacement("    " + line));
    }

    private static String secret(String value) {
        return "secrets:\n  - {env: TOKEN, " + value + "}";
    }

    private static String migration(String url) {
        return TARGET + "    migration: {flyway: {locations: [m], " + url + "}}";
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder("application: a\ntags: &a0 [sha, sha]\n");
        for (int i = 1; i < 20; i++) {
            text.append("k" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }
        return text.toString();
    }
}
