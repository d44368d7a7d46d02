package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.demo.DemoCommand;
import java.util.List;
import picocli.CommandLine;

/** The commands by name. Only those that a command line needs are loaded and made: reflection over all of them takes its time. */
final class Commands {
    private static final List<String> NAMES = List.of(
            "up",
            "down",
            "publish",
            "promote",
            "tags",
            "plan",
            "deploy",
            "rollback",
            "check",
            "settle",
            "status",
            "backup",
            "restore",
            "connect",
            "verify",
            "issue",
            "secrets",
            "mask",
            "demo");

    private Commands() {}

    /**
     * The tree with the command that the first argument names, or with all of them when it names none.
     *
     * @param first first argument, for example {@code deploy} or {@code --help}
     */
    static CommandLine tree(Root root, String first) {
        CommandLine line = new CommandLine(root);
        // Also a value such as "@team" would be a file of more options: a Jenkinsfile's text must stay one argument.
        line.setExpandAtFiles(false);
        List<String> wanted = NAMES.contains(first) ? List.of(first) : NAMES;
        wanted.forEach(name -> line.addSubcommand(name, make(name)));
        return line;
    }

    private static Object make(String name) {
        return switch (name) {
            case "up" -> new UpCommand();
            case "down" -> new DownCommand();
            case "publish" -> new PublishCommand();
            case "promote" -> new PromoteCommand();
            case "tags" -> new TagsCommand();
            case "plan" -> new PlanCommand();
            case "deploy" -> new DeployCommand();
            case "rollback" -> new RollbackCommand();
            case "check" -> new CheckCommand();
            case "settle" -> new SettleCommand();
            case "status" -> new StatusCommand();
            case "backup" -> new BackupCommand();
            case "restore" -> new RestoreCommand();
            case "connect" -> new ConnectCommand();
            case "verify" -> new VerifyCommand();
            case "issue" -> new IssueCommand();
            case "secrets" -> new SecretsCommand();
            case "mask" -> new MaskCommand();
            case "demo" -> new DemoCommand();
            default -> throw new IllegalArgumentException("no command is called '" + name + "'");
        };
    }
}
