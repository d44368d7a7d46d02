package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.demo.DemoCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The commands by name. Only those that a command line needs are made: reflection over all of them takes its time. */
final class Commands {
    private static final Map<String, Supplier<Object>> ALL = all();

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
        Supplier<Object> wanted = ALL.get(first);
        if (wanted != null) {
            line.addSubcommand(first, wanted.get());
        } else {
            ALL.forEach((name, command) -> line.addSubcommand(name, command.get()));
        }
        return line;
    }

    private static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("up", UpCommand::new);
        commands.put("down", DownCommand::new);
        commands.put("publish", PublishCommand::new);
        commands.put("promote", PromoteCommand::new);
        commands.put("tags", TagsCommand::new);
        commands.put("plan", PlanCommand::new);
        commands.put("deploy", DeployCommand::new);
        commands.put("rollback", RollbackCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("backup", BackupCommand::new);
        commands.put("restore", RestoreCommand::new);
        commands.put("connect", ConnectCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("issue", IssueCommand::new);
        commands.put("secrets", SecretsCommand::new);
        commands.put("mask", MaskCommand::new);
        commands.put("demo", DemoCommand::new);
        return commands;
    }
}
