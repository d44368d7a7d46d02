package io.jenkins.plugins.composerelease.steps;

import static com.cloudbees.plugins.credentials.CredentialsScope.GLOBAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey.DirectEntryPrivateKeySource;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainCredentials;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.FilePath;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import java.util.List;
import java.util.TreeSet;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What every step refuses before it reaches anything: credentials, places and targets that are not the job's. */
public class StepRefusalsTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static final String NODE = "node { STEPS }";
    private static final String IMAGES = "images: [publishedImage(name: 'a/b', reference: '127.0.0.1:1/a/b@sha256:"
            + "0".repeat(64) + "', revision: '0123456')]";
    private static final String REGISTRY = "registry: [url: 'http://127.0.0.1:1', credentialsId: 'CRED']";
    private static final String LOGIN = "a username with password";
    private static final String KEY = "an SSH username with private key";
    private static final String TOKEN = "one of: a secret text, a username with password";

    /**
     * @param step names credential {@code CRED}
     * @param wrong a credential of another type
     * @param type its type's name
     * @param use what the step wants it for
     * @param expected the type that it wants
     */
    private record Named(String step, String wrong, String type, String use, String expected) {
        String name() {
            return step.replaceFirst("\\W.*", "");
        }

        static Named target(String step, String more, String wrong, String type, String use, String expected) {
            return new Named(step.replace("MORE", more), wrong, type, use, expected);
        }
    }

    private static final String HOST =
            "host: composeHost(name: 'web', host: 'web1.example.com', user: 'deploy', directory: '/srv/a', MORE)";
    private static final String SSH = "sshCredentialsId: 'CRED'";

    private static final List<Named> STEPS = List.of(
            new Named(
                    "composeUp(secrets: [secret(credentialsId: 'CRED', env: 'X', part: 'text')])",
                    "login",
                    "Username with password",
                    "secret variable X",
                    "a secret text"),
            new Named(
                    "withCompose(secrets: [secret(credentialsId: 'CRED', file: 'x', part: 'privateKey')]) { echo 'in' }",
                    "text",
                    "Secret text",
                    "secret file x",
                    KEY),
            new Named(
                    "withReleaseSecrets([secret(credentialsId: 'CRED', file: 'x', part: 'keystore')]) { echo 'in' }",
                    "text",
                    "Secret text",
                    "secret file x",
                    "a certificate"),
            new Named(
                    "publishImages(images: [image(name: 'web')], " + REGISTRY + ")",
                    "key",
                    "SSH Username with private key",
                    "registry http://127.0.0.1:1",
                    LOGIN),
            new Named(
                    "promoteImages(to: 'production', " + IMAGES + ", " + REGISTRY + ")",
                    "file",
                    "Secret file",
                    "registry http://127.0.0.1:1",
                    LOGIN),
            onTarget("planRelease(" + IMAGES + ", " + HOST + ")"),
            onTarget("rollbackRelease(" + HOST + ")"),
            onTarget("releaseCheck(name: 'e2e', " + HOST + ") { echo 'in' }"),
            onTarget("verifyEndpoint(url: 'http://web/', " + HOST + ")"),
            onTarget("backupDatabase(" + HOST + ")"),
            onTarget("restoreBackup(backup: 'b', " + HOST + ")"),
            Named.target(
                    "planRelease(" + IMAGES + ", " + HOST + ")",
                    "files: ['compose.yaml'], migration: flyway(locations: ['sql'], url: 'jdbc:postgresql://db:5432/a',"
                            + " user: 'a', credentialsId: 'CRED')",
                    "key",
                    "SSH Username with private key",
                    "database password",
                    TOKEN),
            Named.target(
                    "planRelease(" + IMAGES + ", " + HOST + ")",
                    "secrets: [secret(credentialsId: 'CRED', file: 'db', part: 'password')]",
                    "key",
                    "SSH Username with private key",
                    "secret file db",
                    LOGIN),
            Named.target(
                    "planRelease(" + IMAGES + ", " + HOST + ")",
                    REGISTRY,
                    "text",
                    "Secret text",
                    "registry http://127.0.0.1:1",
                    LOGIN),
            new Named(
                    "githubIssue(error: 'x', repository: 'acme/shop', credentialsId: 'CRED')",
                    "file",
                    "Secret file",
                    "GitHub token",
                    TOKEN));

    private static Named onTarget(String step) {
        return Named.target(step, SSH, "login", "Username with password", "SSH key of deploy@web1.example.com", KEY);
    }

    @BeforeClass
    public static void credentials() throws Exception {
        GitHubFixture.add(new StringCredentialsImpl(GLOBAL, "text", "", Secret.fromString("a-secret-text")));
        GitHubFixture.add(new UsernamePasswordCredentialsImpl(GLOBAL, "login", "", "me", "a-password"));
        GitHubFixture.add(
                new FileCredentialsImpl(GLOBAL, "file", "", "f", SecretBytes.fromBytes("a-file".getBytes("UTF-8"))));
        GitHubFixture.add(
                new BasicSSHUserPrivateKey(GLOBAL, "key", "me", new DirectEntryPrivateKeySource("a-key"), null, ""));
    }

    @Test
    public void eachStepTellsAMissingCredentialFromOneOfTheWrongType() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        List<String> missing = StepMessages.of(
                jenkins,
                job,
                NODE,
                STEPS.stream()
                        .map(named -> named.step.replace("CRED", "nowhere"))
                        .toList());
        List<String> wrong = StepMessages.of(
                jenkins,
                job,
                NODE,
                STEPS.stream()
                        .map(named -> named.step.replace("CRED", named.wrong))
                        .toList());
        for (int i = 0; i < STEPS.size(); i++) {
            Named named = STEPS.get(i);
            assertThat(missing.get(i))
                    .startsWith("Credential 'nowhere' (" + named.use + ") of " + named.name()
                            + " was not found in job 'shop', expected " + named.expected + ".");
            assertThat(wrong.get(i))
                    .startsWith("Credential '" + named.wrong + "' (" + named.use + ") is of type '" + named.type
                            + "', expected " + named.expected + ".");
        }
    }

    @Test
    public void anAdministratorsTargetTellsThemApartToo() throws Exception {
        ComposeReleaseConfiguration.get().setTargets(List.of(target("missing", "nowhere"), target("wrong", "login")));
        List<String> messages = StepMessages.of(
                jenkins,
                jenkins.createProject(WorkflowJob.class, "administrators"),
                NODE,
                onTargets("missing", "wrong"));
        for (int i = 0; i < messages.size(); i += 2) {
            assertThat(messages.get(i)).contains(" was not found in Jenkins' own credentials, expected " + KEY + ".");
            assertThat(messages.get(i + 1))
                    .startsWith("Credential 'login' (SSH key of ")
                    .contains(" is of type 'Username with password', expected " + KEY + ".");
        }
    }

    @Test
    public void otherJobsReachNoTargetOfTheAdministrators() throws Exception {
        ComposeHost guarded = target("guarded", "key");
        guarded.setJobs(List.of("another/*"));
        ComposeReleaseConfiguration.get().setTargets(List.of(guarded));
        List<String> messages = StepMessages.of(
                jenkins, jenkins.createProject(WorkflowJob.class, "stranger"), NODE, onTargets("guarded"));
        assertThat(messages).allSatisfy(message -> assertThat(message)
                .startsWith("Job 'stranger' may not release to target 'guarded', expected one of: another/*."));
    }

    @Test
    public void reportFailureWarnsAndKeepsTheFirstError() throws Exception {
        String script = "reportFailure(repository: 'acme/shop', credentialsId: '%s') { error 'the first error' }";
        for (String id : List.of("nowhere", "file")) {
            WorkflowRun run = jenkins.buildAndAssertStatus(
                    Result.FAILURE, GitHubFixture.job(jenkins, "report", script.formatted(id)));
            String problem = id.equals("file")
                    ? "(GitHub token) is of type 'Secret file', expected " + TOKEN
                    : "(GitHub token) of reportFailure was not found in job 'report', expected " + TOKEN;
            jenkins.assertLogContains("Credential '" + id + "' " + problem, run);
            jenkins.assertLogContains("ERROR: the first error", run);
        }
    }

    @Test
    public void eachStepThatNeedsANodeSaysSo() throws Exception {
        List<String> steps = List.of(
                "backupDatabase(target: 'production')",
                "composeDown()",
                "composeUp()",
                "deployRelease('0123456789ab')",
                "planRelease(target: 'production')",
                "promoteImages('production')",
                "publishImages([image(name: 'web')])",
                "releaseCheck('e2e') { echo 'in' }",
                "restoreBackup(target: 'production', backup: 'b')",
                "rollbackRelease(target: 'production')",
                "verifyEndpoint('http://web/')",
                "withCompose { echo 'in' }");
        TreeSet<String> needing = new TreeSet<>();
        for (StepDescriptor descriptor : StepDescriptor.all()) {
            if (descriptor.clazz.getPackage().equals(ComposeUpStep.class.getPackage())
                    && descriptor.getRequiredContext().contains(FilePath.class)) {
                needing.add(descriptor.getFunctionName());
            }
        }
        assertThat(steps.stream().map(step -> step.replaceFirst("\\W.*", ""))).containsExactlyElementsOf(needing);
        assertThat(StepMessages.of(jenkins, jenkins.createProject(WorkflowJob.class, "nodeless"), "STEPS", steps))
                .allSatisfy(message -> assertThat(message).contains("step that provides this, such as: node"));
    }

    @Test
    public void aFoldersJobReachesItsOwnFoldersCredentialsOnly() throws Exception {
        Folder mine = folder("mine");
        folder("theirs");
        List<String> steps = List.of(
                "publishImages(images: [image(name: 'web')], " + REGISTRY.replace("CRED", "ID-login") + ")",
                "planRelease(" + IMAGES + ", " + HOST.replace("MORE", SSH.replace("CRED", "ID-key")) + ")");
        WorkflowJob job = mine.createProject(WorkflowJob.class, "shop");
        List<String> other = StepMessages.of(
                jenkins,
                job,
                NODE,
                steps.stream().map(step -> step.replace("ID", "theirs")).toList());
        assertThat(other.get(0))
                .startsWith("Credential 'theirs-login' (registry http://127.0.0.1:1) of publishImages was not found in"
                        + " job 'mine/shop'");
        assertThat(other.get(1))
                .startsWith("Credential 'theirs-key' (SSH key of deploy@web1.example.com) of planRelease was not found"
                        + " in job 'mine/shop'");
        List<String> own = StepMessages.of(
                jenkins,
                job,
                NODE,
                steps.stream().map(step -> step.replace("ID", "mine")).toList());
        assertThat(own).noneMatch(message -> message.contains("was not found in job"));
        jenkins.assertLogContains("publishImages: credential 'mine-login' for registry", job.getLastBuild());
        jenkins.assertLogContains("planRelease: credential 'mine-key' for SSH key", job.getLastBuild());
    }

    /** The steps that take a target, each with every one of the administrators' named. */
    private static List<String> onTargets(String... names) {
        return STEPS.stream()
                .map(Named::step)
                .filter(step -> step.contains(SSH))
                .flatMap(step -> List.of(names).stream()
                        .map(name -> step.replace(HOST.replace("MORE", SSH), "target: '" + name + "'")))
                .toList();
    }

    private static ComposeHost target(String name, String sshCredentialsId) {
        ComposeHost target = new ComposeHost("web1.example.com", "deploy", "/srv/a");
        target.setName(name);
        target.setSshCredentialsId(sshCredentialsId);
        target.setFiles(List.of("compose.yaml"));
        return target;
    }

    private static Folder folder(String name) throws Exception {
        Folder folder = jenkins.createProject(Folder.class, name);
        folder.addProperty(new FolderCredentialsProperty(new DomainCredentials[] {
            new DomainCredentials(
                    Domain.global(),
                    List.of(
                            new UsernamePasswordCredentialsImpl(GLOBAL, name + "-login", "", "me", "a-password"),
                            new BasicSSHUserPrivateKey(
                                    GLOBAL, name + "-key", "me", new DirectEntryPrivateKeySource("a-key"), null, "")))
        }));
        return folder;
    }
}
