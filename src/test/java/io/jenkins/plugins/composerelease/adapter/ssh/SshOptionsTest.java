package io.jenkins.plugins.composerelease.adapter.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class SshOptionsTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPXph20YGAn0DCN6HQKQYGwbQeHS+HQklnoCf8azSiwb";

    @Test
    public void checksTheHostKeyAgainstThePrivateFileAlone() {
        assertThat(master(address(22, Optional.empty(), Optional.empty())))
                .containsSubsequence("ssh", "-F", "none", "-M")
                .containsSubsequence("-o", "StrictHostKeyChecking=yes")
                .containsSubsequence("-o", "UserKnownHostsFile=/p/known", "-o", "GlobalKnownHostsFile=/dev/null")
                .contains("UpdateHostKeys=no", "BatchMode=yes", "IdentitiesOnly=yes", "ConnectTimeout=7")
                .endsWith("--", "web1", "remote");
    }

    @Test
    public void checksTheJumpHostAsStrictly() {
        List<String> argv = master(address(22, Optional.of("jump@bastion:2200"), Optional.empty()));
        String proxy = argv.stream()
                .filter(arg -> arg.startsWith("ProxyCommand="))
                .findFirst()
                .orElseThrow();
        assertThat(proxy)
                .contains("-o StrictHostKeyChecking=yes", "-o KnownHostsCommand=none", "-o BatchMode=yes")
                .endsWith("-l jump -p 2200 -W '[%h]:%p' -- bastion");
    }

    @Test
    public void refusesAJumpHostThatIsAShellLine() {
        for (String jump :
                List.of("a;touch x", "$(id)@a", "a b", "a:99999", "a,b", "-oProxyCommand=x@a", "u@-x", "`id`")) {
            assertThatThrownBy(() -> master(address(22, Optional.of(jump), Optional.empty())))
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    public void passesAProxyCommandOn() {
        assertThat(master(address(22, Optional.empty(), Optional.of("nc %h %p"))))
                .contains("ProxyCommand=nc %h %p");
    }

    @Test
    public void neverLetsASessionMakeAConnectionOfItsOwn() {
        assertThat(options(address(22, Optional.empty(), Optional.empty())).session("remote"))
                .contains("ControlMaster=no", "ProxyCommand=false");
    }

    @Test
    public void writesTheKeyWithItsPort() {
        HostKey key = HostKey.parse(KEY + " root@web1", "web1");
        assertThat(key.knownHosts(address(22, Optional.empty(), Optional.empty())))
                .isEqualTo("web1 " + KEY + "\n");
        assertThat(key.knownHosts(address(2222, Optional.empty(), Optional.empty())))
                .isEqualTo("[web1]:2222 " + KEY + "\n");
    }

    @Test
    public void refusesWhatIsNoHostKey() {
        for (String text : List.of("web1 " + KEY, "ssh-ed25519", "SHA256:abc", KEY.replace("AAAA", "A%A"))) {
            assertThatThrownBy(() -> HostKey.parse(text, "web1"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("hostKey of host 'web1' is not a public key.");
        }
    }

    private static List<String> master(SshAddress address) {
        return options(address).master("remote", Duration.ofSeconds(7), "ERROR");
    }

    private static SshOptions options(SshAddress address) {
        return new SshOptions(
                address, Path.of("/p/mux"), Optional.of(Path.of("/p/known")), Optional.of(Path.of("/p/identity")));
    }

    private static SshAddress address(int port, Optional<String> jump, Optional<String> command) {
        return new SshAddress("web1", port, "deploy", Optional.of(KEY), Optional.empty(), jump, command);
    }
}
