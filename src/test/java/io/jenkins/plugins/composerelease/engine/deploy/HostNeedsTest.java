package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class HostNeedsTest {
    private static final ImageReference IMAGE = ImageReference.parse("r.io/web@sha256:" + "1".repeat(64));
    private static final String CONFIG = """
            {"services":{"web":{"image":"a","ports":[{"target":80,"published":"8080"},{"target":81,"published":"9000-9010"}]},
                         "local":{"image":"a","ports":[{"target":80,"published":"7000","host_ip":"127.0.0.1"}]},
                         "dns":{"image":"a","ports":[{"target":53,"published":"53","protocol":"udp"}]}},
             "networks":{"front":{"name":"edge","external":true}},"volumes":{"media":{"name":"media","external":true}}}
            """;

    @Test
    public void saysWhichNetworksVolumesAndImagesAreThere() {
        assertThat(needs("").missing()).containsExactly("no network 'edge'", "no volume 'media'");
        assertThat(needs("network=edge\nvolume=media").missing()).isEmpty();
        assertThat(needs("image=" + IMAGE).has(IMAGE)).isTrue();
        assertThat(needs("").has(IMAGE)).isFalse();
    }

    @Test
    public void portOfAnotherProjectsContainerIsTaken() {
        assertThat(taken("container=blog|blog-web-1|0.0.0.0:8080->80/tcp, :::8080->80/tcp"))
                .containsExactly("port 8080 of 'web' is held by container 'blog-web-1' of project 'blog'");
        assertThat(taken("container=|old|0.0.0.0:8000-8100->8000-8100/tcp"))
                .containsExactly("port 8080 of 'web' is held by container 'old'");
        assertThat(taken("container=blog|blog-web-1|8080/tcp")).isEmpty();
        assertThat(taken("container=blog|blog-dns-1|0.0.0.0:53->53/tcp")).isEmpty();
        assertThat(taken("container=blog|blog-dns-1|0.0.0.0:53->53/udp")).hasSize(1);
    }

    /** Docker's own proxy listens at what a container publishes. */
    @Test
    public void portOfTheProjectItselfIsNot() {
        assertThat(taken("container=shop|shop-web-1|0.0.0.0:8080->80/tcp\ntcp=00000000:1F90"))
                .isEmpty();
    }

    @Test
    public void portThatAnotherProcessListensAtIsTaken() {
        assertThat(taken("tcp=00000000:1F90"))
                .containsExactly("port 8080 of 'web' is held by another process of the host");
        assertThat(taken("tcp6=00000000000000000000000000000000:1F90")).hasSize(1);
        assertThat(taken("udp=00000000:1F90")).isEmpty();
    }

    @Test
    public void addressesThatDifferDoNotCollide() {
        assertThat(taken("tcp=0100007F:1B58"))
                .containsExactly("port 127.0.0.1:7000 of 'local' is held by another process of the host");
        assertThat(taken("tcp=0200000A:1B58")).isEmpty();
        assertThat(taken("tcp6=0000000000000000FFFF00000100007F:1B58")).hasSize(1);
    }

    @Test
    public void ofSeveralPortsDockerFindsAFreeOneAndWhatIsKeptHasIts() {
        assertThat(taken("container=blog|x|0.0.0.0:9000->80/tcp")).isEmpty();
        assertThat(needs("tcp=00000000:1F90").taken(List.of(change("web", Plan.Action.KEEP))))
                .isEmpty();
    }

    private static List<String> taken(String output) {
        return needs(output)
                .taken(List.of(
                        change("web", Plan.Action.CREATE),
                        change("local", Plan.Action.RECREATE),
                        change("dns", Plan.Action.CREATE)));
    }

    private static HostNeeds needs(String output) {
        return HostNeeds.parse(output, StackConfig.parse(CONFIG, "/w"), "shop");
    }

    private static Plan.ServiceChange change(String service, Plan.Action action) {
        return new Plan.ServiceChange(service, Optional.empty(), IMAGE, action, "");
    }
}
