package io.jenkins.plugins.composerelease.config;

import java.util.List;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;

/** Settings with every value set, none of them a default. */
public final class SampleTargets {
    private SampleTargets() {}

    static ComposeHost production() {
        ComposeHost host = new ComposeHost("web1.example.com", "deploy", "/srv/shop");
        host.setName("production");
        host.setPort(2222);
        host.setHostKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGVtcHR5a2V5Zm9ydGVzdHNvbmx5MTIzNDU2Nzg5MDEy");
        host.setProxyJump("jump@bastion.example.com:2200");
        host.setProject("shop-production");
        host.setFiles(List.of("compose.yaml", "compose.production.yaml"));
        host.setProfiles(List.of("jobs"));
        host.setTransfer(List.of("nginx/site.conf", "html"));
        host.setEnvFiles(List.of("production.env"));
        host.setVariables(List.of("COLOUR=dark blue", "URL=https://shop.example.com/?a=b"));
        host.setSecrets(List.of(file(), variable()));
        host.setRegistry(new DockerRegistryEndpoint("https://registry.example.com", "registry"));
        host.setAtRest("file");
        host.setServices(List.of("web", "worker"));
        host.setSshCredentialsId("deploy-key");
        host.setStrategy("rolling");
        host.setDrain("20s");
        host.setSharedVolumes(List.of("uploads"));
        host.setHooks(List.of(hook()));
        host.setPruneImages(false);
        host.setPublishes(List.of("proxy"));
        host.setRequiredTarget("staging");
        host.setRequiredCheck("e2e");
        host.setTemplates(List.of("nginx/site.conf"));
        host.setRequiredKeys(List.of(".env.example"));
        host.setDrift("refuse");
        host.setFirstRun(firstRun());
        host.setMigration(flyway());
        host.setBackup(backup());
        host.setWait(waits());
        host.setVerification(List.of(check()));
        host.setStability("30s");
        host.setTimeout("5m");
        host.setKeep(4);
        host.setApprovers(List.of("alice", "release-managers"));
        host.setBranches(List.of("main", "release/*"));
        host.setJobs(List.of("shop/*"));
        host.setApprovalRequired(true);
        host.setRollbackJob("shop/rollback");
        return host;
    }

    static ComposeHost staging() {
        ComposeHost host = new ComposeHost("10.0.0.7", "deploy", "/srv/shop");
        host.setName("staging");
        host.setFiles(List.of("compose.yaml"));
        CommandMigration migration = new CommandMigration("web", List.of("flask", "db", "upgrade"));
        migration.setPending(List.of("flask", "db", "heads"));
        migration.setTimeout("20m");
        host.setMigration(migration);
        host.setProxyCommand("nc -X 5 proxy %h %p");
        host.setBackup(mysql());
        return host;
    }

    static GitHubSettings gitHub() {
        GitHubSettings gitHub = new GitHubSettings("acme/shop", "github-token");
        gitHub.setApiUrl("https://github.example.com/api/v3");
        gitHub.setLabels(List.of("bug", "release"));
        gitHub.setAssignees(List.of("alice"));
        return gitHub;
    }

    static FlywayMigration flyway() {
        FlywayMigration flyway =
                new FlywayMigration(List.of("db/migrations", "db/data"), "jdbc:postgresql://db:5432/shop");
        flyway.setService("db");
        flyway.setUser("shop");
        flyway.setCredentialsId("db-password");
        flyway.setTimeout("30m");
        flyway.setOutOfOrder(true);
        flyway.setPlaceholderReplacement(false);
        flyway.setPlaceholders(List.of("owner=shop"));
        return flyway;
    }

    private static PgDumpBackup backup() {
        PgDumpBackup backup = new PgDumpBackup("db", "shop", "shop");
        backup.setKeep(3);
        backup.setKeepDays(14);
        backup.setVolumes(List.of("media"));
        backup.setConfiguration(true);
        return backup;
    }

    static MysqlDumpBackup mysql() {
        MysqlDumpBackup backup = new MysqlDumpBackup("db", "shop", "shop");
        backup.setCredentialsId("db-password");
        return backup;
    }

    private static HookEntry hook() {
        HookEntry hook = new HookEntry("proxy");
        hook.setValidate(List.of("nginx", "-t"));
        hook.setReload(List.of("nginx", "-s", "reload"));
        return hook;
    }

    private static FirstRunEntry firstRun() {
        FirstRunEntry once = new FirstRunEntry("web", List.of("flask", "create-admin"));
        once.setName("administrator");
        once.setCredentialsId("admin-password");
        return once;
    }

    /** Every kind, in a group or not. */
    public static List<WaitCondition> waits() {
        HttpCondition http = new HttpCondition("http://web:8000/health");
        http.setStatus(204);
        http.setBody("ok|fine");
        RunningCondition running = new RunningCondition();
        running.setStableFor("30s");
        ExitedCondition exited = new ExitedCondition();
        exited.setCode(3);
        AllOfCondition both = new AllOfCondition(
                List.of(new LogCondition("done"), new ExecCondition(List.of("python", "-c", "import  app"))));
        return List.of(
                of("db", new HealthyCondition()),
                of("queue", new AnyOfCondition(List.of(new HealthyCondition(), both))),
                http,
                of("web", new TcpCondition(8000)),
                of("worker", running),
                of("migrations", exited));
    }

    private static WaitCondition of(String service, WaitCondition condition) {
        condition.setService(service);
        return condition;
    }

    private static HttpCheck check() {
        HttpCheck check = new HttpCheck("https://localhost:8443/health");
        check.setStatus(204);
        check.setBody("ok|fine");
        check.setHeaders(List.of("Host=shop.example.com"));
        check.setFrom("agent");
        check.setRetries(3);
        check.setInterval("2s");
        check.setTlsDays(14);
        return check;
    }

    private static SecretEntry file() {
        SecretEntry secret = new SecretEntry("db-password");
        secret.setFile("db_password");
        secret.setPart("password");
        return secret;
    }

    private static SecretEntry variable() {
        SecretEntry secret = new SecretEntry("api-key");
        secret.setEnv("API_KEY");
        return secret;
    }
}
