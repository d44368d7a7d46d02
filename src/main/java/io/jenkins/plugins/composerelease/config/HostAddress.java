package io.jenkins.plugins.composerelease.config;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Describable;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.Serializable;
import org.kohsuke.stapler.DataBoundSetter;

/** How a target's host is reached. */
public abstract class HostAddress implements Describable<ComposeHost>, Serializable {
    private static final long serialVersionUID = 1L;
    private final String host;
    private final String user;
    private final String directory;
    private String name;
    private int port = 22;
    private String hostKey;
    private String proxyJump;
    private String proxyCommand;
    private String sshCredentialsId;

    HostAddress(String host, String user, String directory) {
        this.host = Util.fixEmptyAndTrim(host);
        this.user = Util.fixEmptyAndTrim(user);
        this.directory = Util.fixEmptyAndTrim(directory);
    }

    public String getHost() {
        return host;
    }

    public String getUser() {
        return user;
    }

    /** Absolute directory on the host that belongs to the application. */
    public String getDirectory() {
        return directory;
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    public int getPort() {
        return port;
    }

    @DataBoundSetter
    public void setPort(int port) {
        this.port = port;
    }

    public String getHostKey() {
        return hostKey;
    }

    @DataBoundSetter
    public void setHostKey(String hostKey) {
        this.hostKey = Util.fixEmptyAndTrim(hostKey);
    }

    public String getProxyJump() {
        return proxyJump;
    }

    @DataBoundSetter
    public void setProxyJump(String proxyJump) {
        this.proxyJump = Util.fixEmptyAndTrim(proxyJump);
    }

    public String getProxyCommand() {
        return proxyCommand;
    }

    @DataBoundSetter
    public void setProxyCommand(String proxyCommand) {
        this.proxyCommand = Util.fixEmptyAndTrim(proxyCommand);
    }

    public String getSshCredentialsId() {
        return sshCredentialsId;
    }

    @DataBoundSetter
    public void setSshCredentialsId(String sshCredentialsId) {
        this.sshCredentialsId = Util.fixEmptyAndTrim(sshCredentialsId);
    }

    /** The target's name in records, issues and messages: its own, or one made from the host. */
    public String targetName() {
        return name == null ? String.valueOf(host).replace(':', '-') : name;
    }

    /** The keys of an entry of {@code targets} that say how to get there. */
    final RequestJson address(RequestSecrets secrets) throws AbortException {
        RequestJson json = new RequestJson("Target '" + Text.printable(targetName()) + "'")
                .required("host", host, Names::host)
                .number("port", port, 1)
                .required("user", user, Names::user)
                .text("hostKey", hostKey, Checks::hostKey)
                .text("proxyJump", proxyJump, Checks::proxyJump)
                .text("proxyCommand", proxyCommand, Checks::line)
                .reference("identity", sshCredentialsId, "privateKey", secrets, "SSH key of " + user + "@" + host)
                .required("directory", directory, Checks::directory);
        if (proxyJump != null && proxyCommand != null) {
            throw new AbortException("Target '" + targetName()
                    + "' has proxyJump and proxyCommand, expected one of them at most. Remove one.");
        }
        return json;
    }
}
