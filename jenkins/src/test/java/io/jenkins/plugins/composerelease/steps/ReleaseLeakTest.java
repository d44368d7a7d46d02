package io.jenkins.plugins.composerelease.steps;

import static com.cloudbees.plugins.credentials.CredentialsScope.GLOBAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.RetentionStrategy;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.config.GitHubSettings;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.leak.ExecTrace;
import io.jenkins.plugins.composerelease.leak.HostileSecrets;
import io.jenkins.plugins.composerelease.leak.LeakApp;
import io.jenkins.plugins.composerelease.leak.SecretSearch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SimpleCommandLauncher;

/**
 * A release in Jenkins with hostile secrets, a good one and a failing one, on an agent below a tracer that sees every program start. Then
 * all that Jenkins and the agent keep, show and send is searched. What the host keeps is searched by the command line's own test.
 */
public class ReleaseLeakTest {
    private static final List<String> TEXTS = List.of("tricky", "token", "jwt", "word", "tiny");
    private static final List<String> BINARIES = List.of("key", "account", "binary", "latin1");

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<String, Set<String>> found = new TreeMap<>();
    private HostileSecrets secrets;
    private SecretSearch search;
    private ReleaseBed shop;

    @After
    public void remove() {
        if (shop != null) {
            shop.remove();
        }
    }

    @Test
    public void noSecretIsInAnythingThatIsKeptShownStartedOrSent() throws Exception {
        shop = new ReleaseBed(folder.newFolder("repositories").toPath(), "g-proof-leak").configure();
        secrets = new HostileSecrets()
                .with("registry", shop.registryPassword().getBytes(StandardCharsets.UTF_8))
                .withEd25519("identity", shop.sshKey().getBytes(StandardCharsets.UTF_8));
        search = secrets.search();
        write();
        agent();
        try (GitHubStandIn github = GitHubStandIn.start(GitHubFixture.REPOSITORY, secrets.text("github"))) {
            credentials(github.apiUrl());
            shop.install("production", target(LeakApp.Mode.QUIET));
            WorkflowRun good = build(Result.SUCCESS);
            shop.install("production", target(LeakApp.Mode.UNHEALTHY));
            WorkflowRun failed = build(Result.FAILURE);
            assertThat(github.issues()).hasSize(2);
            look("issues", github.issues().toString().getBytes(StandardCharsets.UTF_8));
            for (WorkflowRun run : List.of(good, failed)) {
                pages(run);
            }
        }
        ExecTrace trace = ExecTrace.read(List.of(trace()));
        assertThat(trace.count("compose-release-cli.jar", "deploy"))
                .as("the engine is traced")
                .isGreaterThan(1);
        assertThat(trace.count("ssh", "ControlMaster"))
                .as("what it starts is traced")
                .isGreaterThan(1);
        System.out.println("ReleaseLeakTest: " + trace.size() + " starts of programs traced");
        look("arguments", trace.bytes());
        tree("Jenkins' home", jenkins.jenkins.getRootDir().toPath());
        tree("agent", root());
        assertThat(found)
                .hasSize(12)
                .allSatisfy((place, held) -> assertThat(held).as(place).isSubsetOf(HostileSecrets.MARKER));
        for (String place : List.of(
                "issues", "arguments", "Jenkins' home", "agent", "consoleText of build 1", "release/ of build 2")) {
            assertThat(found.get(place))
                    .as("what is no secret is found in: " + place)
                    .isNotEmpty();
        }
    }

    private void write() {
        shop.write("web/Dockerfile", LeakApp.dockerfile(shop.setting("TESTBED_BASE_IMAGE"), marker()));
        shop.write("web/app.py", LeakApp.PROGRAM);
        shop.write("compose.yaml", LeakApp.compose(names(), ""));
        shop.commit("An application that tells its secrets");
    }

    private void agent() throws Exception {
        String command = "strace -f --seccomp-bpf -qq -xx -s 200000 -e trace=execve,execveat -e signal=none -o "
                + trace()
                + " -- " + System.getProperty("java.home") + "/bin/java -jar "
                + Path.of(jenkins.jenkins.getJnlpJars("agent.jar").getURL().toURI());
        DumbSlave node = new DumbSlave("traced", root().toString(), new SimpleCommandLauncher(command));
        node.setRetentionStrategy(RetentionStrategy.NOOP);
        jenkins.jenkins.addNode(node);
        jenkins.waitOnline(node);
    }

    private void credentials(String github) throws Exception {
        for (String name : TEXTS) {
            text(name, secrets.text(name));
        }
        for (String name : BINARIES) {
            ReleaseBed.add(new FileCredentialsImpl(GLOBAL, name, "", name, SecretBytes.fromBytes(secrets.bytes(name))));
        }
        text("npm", secrets.text("npm"));
        text("github-token", secrets.text("github"));
        ReleaseBed.add(
                new UsernamePasswordCredentialsImpl(GLOBAL, "login", "", "shop-user", secrets.text("db_password")));
        GitHubSettings settings = new GitHubSettings(GitHubFixture.REPOSITORY, "github-token");
        settings.setApiUrl(github);
        ComposeReleaseConfiguration.get().setGitHub(settings);
    }

    private static void text(String id, String secret) throws IOException {
        ReleaseBed.add(new StringCredentialsImpl(GLOBAL, id, "", Secret.fromString(secret)));
    }

    private ComposeHost target(LeakApp.Mode mode) {
        ComposeHost target = shop.target();
        target.setVariables(List.of("MODE=" + mode, "MARKER=" + marker()));
        List<SecretEntry> bound = new ArrayList<>();
        for (String name : names()) {
            SecretEntry entry = new SecretEntry(name.equals("db_password") ? "login" : name);
            entry.setFile(name);
            bound.add(entry);
        }
        target.setSecrets(bound);
        return target;
    }

    private WorkflowRun build(Result expected) throws Exception {
        return jenkins.buildAndAssertStatus(expected, shop.job("""
                node('traced') {
                  CHECKOUT
                  sh '/bin/true MARKER'
                  def images = publishImages(registry: REGISTRY, images: [image(name: '%1$s/web', context: 'web',
                      variable: 'WEB_IMAGE', services: ['web'], secrets: [secret(credentialsId: 'npm', file: 'npm_token')])])
                  withReleaseSecrets([%2$s, secret(credentialsId: 'login', env: 'LOGIN')]) {
                    sh 'for f in "$TRICKY_FILE" "$KEY_FILE" "$ACCOUNT_FILE" "$JWT_FILE"; do cat "$f"; base64 "$f"; done'
                    sh 'echo "$LOGIN $(cat "$TOKEN_FILE")"; cat "$LATIN1_FILE"; printf "u:%%s" "$LOGIN" | base64'
                    echo "it is ${env.LOGIN}"
                    githubIssue(stage: 'block', error: "MARKER refused ${env.LOGIN}", log: "before\\n${env.LOGIN}")
                    try { error 'MARKER with ' + env.LOGIN } catch (e) { echo "caught ${e.message}" }
                  }
                  withCompose(files: ['compose.yaml'], secrets: [%2$s, secret(credentialsId: 'login', file: 'db_password')],
                      variables: ['MODE=LOUD', 'MARKER=MARKER'], images: images, logs: 'all') {
                    sh 'docker compose exec -T web cat /run/secrets/token /run/secrets/key'
                  }
                  reportFailure(target: 'production') { deployRelease(planRelease(target: 'production').id) }
                }
                """.formatted(shop.name, bindings())
                .replace("MARKER", marker())
                .replace(marker() + "=", "MARKER=")));
    }

    private String bindings() {
        List<String> all = new ArrayList<>();
        for (String name : names()) {
            if (!name.equals("db_password")) {
                all.add("secret(credentialsId: '" + name + "', file: '" + name + "')");
            }
        }
        return String.join(", ", all);
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(TEXTS);
        names.addAll(BINARIES);
        names.add("db_password");
        return names;
    }

    /** What the build's pages show, the job's page of releases among them. */
    private void pages(WorkflowRun run) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withJavaScriptEnabled(false)) {
            for (String page : List.of("consoleText", "release/", "api/xml?depth=3", "../releases/")) {
                String url = run.getUrl() + page;
                look(
                        page + " of build " + run.getNumber(),
                        client.goTo(url, null)
                                .getWebResponse()
                                .getContentAsStream()
                                .readAllBytes());
            }
        }
    }

    private void tree(String place, Path root) throws IOException {
        Set<String> held = found.computeIfAbsent(place, key -> new TreeSet<>());
        try (var all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(path -> !path.startsWith(root.resolve("plugins")))
                    .toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (String name : search.in(in)) {
                        held.add(name.equals(HostileSecrets.MARKER) ? name : name + " in " + root.relativize(file));
                    }
                }
            }
        }
    }

    private void look(String place, byte[] content) {
        found.computeIfAbsent(place, key -> new TreeSet<>()).addAll(search.in(content));
    }

    private String marker() {
        return secrets.text(HostileSecrets.MARKER);
    }

    private Path root() {
        return folder.getRoot().toPath().resolve("agent");
    }

    private Path trace() {
        return folder.getRoot().toPath().resolve("agent.trace");
    }
}
