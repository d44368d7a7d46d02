package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.Test;

public class StackFileTest {
    private static final String CONFIG = """
            {"name": "shop",
             "services": {"web": {"image": "a$$b", "labels": {"a": "b"}, "ports": [
                {"mode": "ingress", "host_ip": "127.0.0.1", "target": 80, "published": "8080", "protocol": "tcp"},
                {"mode": "ingress", "target": 81, "protocol": "udp"}]},
              "db": {"image": "c", "container_name": "the-db"}},
             "networks": {"default": {"name": "shop_default"}, "outer": {"name": "x", "external": true},
               "old": {"external": {"name": "y"}}},
             "volumes": {"data": {"name": "shop_data"}}}""";

    @Test
    public void labelsAllThatBelongsToTheStack() {
        assertThat(StackFile.labels(CONFIG, Map.of("build", "a $b#1")))
                .isEqualTo(
                        "{\"services\":{\"web\":{\"labels\":{\"build\":\"a $$b#1\"}},\"db\":{\"labels\":{\"build\":\"a $$b#1\"}}},"
                                + "\"networks\":{\"default\":{\"labels\":{\"build\":\"a $$b#1\"}}},"
                                + "\"volumes\":{\"data\":{\"labels\":{\"build\":\"a $$b#1\"}}}}");
    }

    @Test
    public void takesHostPortsAwayAndKeepsAddresses() {
        assertThat(StackFile.whole(CONFIG, Map.of("l", "v"), true))
                .contains(
                        "\"ports\":[{\"mode\":\"ingress\",\"host_ip\":\"127.0.0.1\",\"target\":80,\"protocol\":\"tcp\"},"
                                + "{\"mode\":\"ingress\",\"target\":81,\"protocol\":\"udp\"}]",
                        "\"labels\":{\"a\":\"b\",\"l\":\"v\"}",
                        "a$$b",
                        "\"outer\":{\"name\":\"x\",\"external\":true}");
        assertThat(StackFile.whole(CONFIG, Map.of(), false))
                .contains("\"published\":\"8080\"")
                .doesNotContain("{\"labels\"");
        assertThat(StackFile.withContainerName(CONFIG)).containsExactly("db");
    }

    @Test
    public void understandsPortsInShortForm() {
        String config =
                "{\"services\":{\"web\":{\"ports\":[\"80\",\"8080:80/tcp\",\"127.0.0.1:8080:80\",\"127.0.0.1::80/udp\",\"[::1]:8080:80\",\"1-2:81/tcp\"]}}}";
        assertThat(StackFile.whole(config, Map.of(), true))
                .contains("[\"80\",\"80/tcp\",\"127.0.0.1::80\",\"127.0.0.1::80/udp\",\"[::1]::80\",\"81/tcp\"]");
    }

    /** docker-compose 1.29 refuses a list that has the same port twice. */
    @Test
    public void publishesATargetThatHadTwoHostPortsOnce() {
        String config = "{\"services\":{\"web\":{\"ports\":[\"8080:80/tcp\",\"8081:80/tcp\",\"8081:80/udp\"]},"
                + "\"api\":{\"ports\":[{\"target\":80,\"published\":\"8082\"},{\"target\":80,\"published\":\"8083\"}]}}}";
        assertThat(StackFile.whole(config, Map.of(), true))
                .contains("[\"80/tcp\",\"80/udp\"]", "\"api\":{\"ports\":[{\"target\":80}]}");
        assertThat(StackFile.whole(config, Map.of(), false)).contains("8081:80/tcp", "\"8083\"");
    }

    /** With them another project that is started from the file would use the networks and volumes of this one. */
    @Test
    public void leavesOutNamesThatFollowFromTheProject() {
        String config = """
                {"name": "shop",
                 "networks": {"default": {"name": "shop_default", "ipam": {}}, "outer": {"name": "shop_outer", "external": true},
                   "fixed": {"name": "backbone"}},
                 "volumes": {"data": {"name": "shop_data"}, "cache": {"name": "shop_data"}, "plain": null}}""";
        assertThat(StackFile.whole(config, Map.of(), false))
                .isEqualTo(
                        "{\"networks\":{\"default\":{\"ipam\":{}},\"outer\":{\"name\":\"shop_outer\",\"external\":true},"
                                + "\"fixed\":{\"name\":\"backbone\"}},"
                                + "\"volumes\":{\"data\":{},\"cache\":{\"name\":\"shop_data\"},\"plain\":null}}");
    }
}
