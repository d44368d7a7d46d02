package io.jenkins.plugins.composerelease.steps;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Descriptor.FormException;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.config.FlywayMigration;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/**
 * An application of its own with a Git repository here, a target of its own on host {@code web1} of the test bed that {@code
 * TESTBED_ENV} names, and a Jenkins that knows both. Serializable, for tests that run in a Jenkins of another process.
 */
public final class ReleaseBed implements Serializable {
    private static final long serialVersionUID = 1L;

    public final String name;
    public final String directory;
    private final String repository;
    private final HashMap<String, String> bed;
    private final HashMap<String, String> host;

    /** A name and a directory that no other test has, and a repository with a first version. */
    ReleaseBed(Path folder) {
        this(folder, "steps-release");
    }

    /** @param prefix of the name */
    public ReleaseBed(Path folder, String prefix) {
        bed = new HashMap<>(TestBedSettings.bed());
        host = new HashMap<>(TestBedSettings.host("web1"));
        name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        directory = host.get("HOST_DIRECTORY") + "/" + name;
        repository = folder.resolve(name).toString();
        write("compose.yaml", ShopFiles.WEB);
        write("web/Dockerfile", ShopFiles.DOCKERFILE.formatted(bed.get("TESTBED_BASE_IMAGE")));
        version("1");
    }

    /** A commit with another version: any text; {@code bad} is never healthy, {@code slow} not before 25 s. */
    public ReleaseBed version(String version) {
        write("web/VERSION", version + "\n");
        return commit("Version " + version);
    }

    /** Adds a database that Flyway migrates. */
    public ReleaseBed database() {
        write("compose.yaml", ShopFiles.WEB + ShopFiles.DATABASE);
        write("db/Dockerfile", ShopFiles.DATABASE_IMAGE.formatted(bed.get("TESTBED_BASE_IMAGE")));
        return sql("V1__items.sql", "CREATE TABLE items (name text);");
    }

    /** The application of the README: with a smoke test, a database with a password, and its Jenkinsfile. */
    ReleaseBed readme(String jenkinsfile, String databaseImage) {
        write("Jenkinsfile", jenkinsfile);
        write("compose.yaml", ShopFiles.PASSWORD_DATABASE.formatted(databaseImage));
        write(
                "web/Dockerfile",
                ShopFiles.DOCKERFILE.formatted(bed.get("TESTBED_BASE_IMAGE"))
                        + "WORKDIR /app\nCOPY --chmod=755 smoke-test .\n");
        write("web/smoke-test", "#!/bin/sh\nbusybox wget -q -O - http://127.0.0.1:8080/VERSION\n");
        return sql("V1__items.sql", "CREATE TABLE items (name text);");
    }

    /** An image of its own layers alone: of another one a registry at another address would need the base's, too. */
    ReleaseBed ownLayers() {
        write("web/Dockerfile", ShopFiles.OWN_LAYERS.formatted(bed.get("TESTBED_BASE_IMAGE")));
        return this;
    }

    /** A commit with one more migration. */
    public ReleaseBed sql(String file, String sql) {
        write("sql/" + file, sql);
        return commit("Migration " + file);
    }

    ReleaseBed commit(String message) {
        if (!new File(repository, ".git").exists()) {
            Commands.run(Map.of(), "git", "init", "-q", "-b", "main", repository);
        }
        git("add", "-A");
        git(
                "-c",
                "user.name=Test",
                "-c",
                "user.email=test@example.com",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                message);
        return this;
    }

    void write(String file, String text) {
        try {
            Path path = Path.of(repository, file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String repository() {
        return repository;
    }

    String revision() {
        return git("rev-parse", "HEAD").strip();
    }

    private String git(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("git", "-C", repository));
        argv.addAll(List.of(arguments));
        return Commands.run(Map.of(), argv.toArray(new String[0]));
    }

    /** Credentials {@code registry} and {@code ssh}, and the agent's Docker engine for all nodes. */
    public ReleaseBed configure() throws IOException, FormException {
        EnvironmentVariablesNodeProperty docker = new EnvironmentVariablesNodeProperty(
                new EnvironmentVariablesNodeProperty.Entry("DOCKER_HOST", bed.get("TESTBED_DOCKER_HOST")));
        Jenkins.get().getGlobalNodeProperties().add(docker);
        add(new UsernamePasswordCredentialsImpl(
                CredentialsScope.GLOBAL, "registry", "", bed.get("TESTBED_REGISTRY_USER"), registryPassword()));
        add(ssh(CredentialsScope.GLOBAL, "ssh"));
        return this;
    }

    BasicSSHUserPrivateKey ssh(CredentialsScope scope, String id) throws IOException, FormException {
        return new BasicSSHUserPrivateKey(
                scope, id, "root", new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource(sshKey()), null, "");
    }

    String sshKey() throws IOException {
        return Files.readString(Path.of(host.get("HOST_KEY_FILE")));
    }

    String registryPassword() throws IOException {
        return Files.readString(Path.of(bed.get("TESTBED_REGISTRY_PASSWORD_FILE")))
                .strip();
    }

    static void add(Credentials credentials) throws IOException {
        SystemCredentialsProvider.getInstance().getCredentials().add(credentials);
        SystemCredentialsProvider.getInstance().save();
    }

    /** The target as an administrator would describe it, without its name in Jenkins. */
    public ComposeHost target() {
        ComposeHost target = new ComposeHost(host.get("HOST_ADDRESS"), host.get("HOST_USER"), directory);
        target.setPort(Integer.parseInt(host.get("HOST_PORT")));
        target.setHostKey(host.get("HOST_PUBLIC_KEY"));
        target.setSshCredentialsId("ssh");
        target.setProject(name);
        target.setFiles(List.of("compose.yaml"));
        target.setStability("0s");
        target.setTimeout("60s");
        if (new File(repository, "sql").exists()) {
            FlywayMigration flyway = new FlywayMigration(List.of("sql"), "jdbc:postgresql://db:5432/shop");
            flyway.setService("db");
            flyway.setUser("shop");
            target.setMigration(flyway);
        }
        return target;
    }

    /** Makes it the administrator's target of that name. */
    public void install(String targetName, ComposeHost target) {
        target.setName(targetName);
        List<ComposeHost> targets =
                new ArrayList<>(ComposeReleaseConfiguration.get().getTargets());
        targets.removeIf(other -> targetName.equals(other.getName()));
        targets.add(target);
        ComposeReleaseConfiguration.get().setTargets(targets);
    }

    /** A sandboxed Pipeline; {@code CHECKOUT}, {@code PUBLISH} and {@code HOST} stand for the steps of this application. */
    WorkflowJob job(String script) throws IOException, FormException {
        WorkflowJob job = Jenkins.get().getItemByFullName(name, WorkflowJob.class);
        if (job == null) {
            job = Jenkins.get().createProject(WorkflowJob.class, name);
        }
        job.setDefinition(new CpsFlowDefinition(filled(script), true));
        return job;
    }

    public String filled(String script) {
        return script.replace("CHECKOUT", checkout())
                .replace("PUBLISH", publish())
                .replace("REGISTRY", registry())
                .replace("HOST", inline());
    }

    private String checkout() {
        return "sh 'rm -rf ./* .git && git clone -q " + repository + " .'";
    }

    private String publish() {
        String db = new File(repository, "db").exists()
                ? ", image(name: '" + name + "/db', context: 'db', variable: 'DB_IMAGE', services: ['db'])"
                : "";
        return "publishImages(registry: REGISTRY, images: [image(name: '" + name
                + "/web', context: 'web', variable: 'WEB_IMAGE', services: ['web'])" + db + "])";
    }

    private String registry() {
        return "[url: 'http://" + bed.get("TESTBED_REGISTRY") + "', credentialsId: 'registry']";
    }

    private String inline() {
        return "composeHost(name: 'inline', host: '" + host.get("HOST_ADDRESS") + "', port: " + host.get("HOST_PORT")
                + ", user: '" + host.get("HOST_USER") + "', hostKey: '" + host.get("HOST_PUBLIC_KEY")
                + "', sshCredentialsId: 'ssh', directory: '" + directory + "', project: '" + name
                + "', files: ['compose.yaml'], stability: '0s')";
    }

    /** What the service answers, or empty when it does not run. */
    public String served() {
        String id = docker(
                        "ps",
                        "-q",
                        "--filter",
                        "label=com.docker.compose.project=" + name,
                        "--filter",
                        "label=com.docker.compose.service=web")
                .strip();
        try {
            return id.isEmpty() ? "" : docker("exec", id, "cat", "/www/VERSION").strip();
        } catch (AssertionError e) {
            return ""; // it is on its way up or down
        }
    }

    List<String> query(String sql) {
        return docker("exec", name + "-db-1", "psql", "-U", "shop", "-d", "shop", "-At", "-c", sql)
                .strip()
                .lines()
                .toList();
    }

    String docker(String... arguments) {
        return Commands.docker(host.get("HOST_DOCKER_HOST"), arguments);
    }

    String onHost(String shell) {
        return Commands.run(
                Map.of(),
                Path.of("..", "src", "testbed", "testbed")
                        .toAbsolutePath()
                        .normalize()
                        .toString(),
                "host",
                bed.get("TESTBED_DIR"),
                "web1",
                "exec",
                "sh",
                "-c",
                shell);
    }

    /** Another value than the test bed's, such as a relay in place of what it leads to. */
    ReleaseBed set(String key, Object value) {
        (bed.containsKey(key) ? bed : host).put(key, String.valueOf(value));
        return this;
    }

    public String setting(String key) {
        return bed.getOrDefault(key, host.get(key));
    }

    /** Removes everything of this application from the host. */
    public void remove() {
        onHost("docker ps -aq --filter label=com.docker.compose.project=" + name + " | xargs -r docker rm -f;"
                + " docker volume ls -q --filter label=com.docker.compose.project=" + name
                + " | xargs -r docker volume rm;"
                + " docker network ls -q --filter label=com.docker.compose.project=" + name
                + " | xargs -r docker network rm; rm -rf " + directory + "; true");
    }
}
