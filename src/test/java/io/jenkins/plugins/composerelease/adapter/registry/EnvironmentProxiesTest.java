package io.jenkins.plugins.composerelease.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class EnvironmentProxiesTest {
    private static final String PROXY = "http://proxy.example.com:3128";

    @Test
    public void takesTheProxyOfTheScheme() {
        Map<String, String> environment = Map.of("HTTPS_PROXY", PROXY, "HTTP_PROXY", "plain:80");

        assertThat(select(environment, "https://r.example.com/v2/"))
                .contains("proxy.example.com")
                .endsWith(":3128");
        assertThat(select(environment, "http://r.example.com/v2/"))
                .contains("plain")
                .endsWith(":80");
        assertThat(select(Map.of("https_proxy", "small:1", "HTTPS_PROXY", PROXY), "https://r.example.com/"))
                .contains("small");
    }

    @Test
    public void leavesWhatNoVariableNamesToJava() {
        for (Map<String, String> environment :
                List.of(Map.<String, String>of(), Map.of("HTTPS_PROXY", ""), Map.of("HTTPS_PROXY", "http://"))) {
            assertThat(select(environment, "https://r.example.com/")).isEqualTo("others");
        }
        assertThat(select(Map.of("HTTP_PROXY", PROXY), "https://r.example.com/"))
                .isEqualTo("others");
    }

    @Test
    public void goesDirectlyToWhatNoProxyLists() {
        String list = "example.org, .example.net,host.example.com:5000 10.1.0.0/16,*.star.example";
        for (String host : List.of(
                "example.org",
                "a.example.org",
                "b.example.net",
                "host.example.com:5000",
                "10.1.255.9",
                "x.star.example",
                "localhost:5000",
                "127.0.0.1:5000")) {
            assertThat(select(Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", list), "https://" + host + "/"))
                    .as(host)
                    .isEqualTo("DIRECT");
        }
        for (String host : List.of("notexample.org", "host.example.com:5001", "10.2.0.1", "r.example.com")) {
            assertThat(select(Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", list), "https://" + host + "/"))
                    .as(host)
                    .contains("proxy.example.com");
        }
        assertThat(select(Map.of("HTTPS_PROXY", PROXY, "no_proxy", "*"), "https://r.example.com/"))
                .isEqualTo("DIRECT");
    }

    private static String select(Map<String, String> environment, String uri) {
        Others others = new Others();
        List<Proxy> chosen = new EnvironmentProxies(environment, others).select(URI.create(uri));
        if (others.asked) {
            return "others";
        }
        return chosen.get(0) == Proxy.NO_PROXY
                ? "DIRECT"
                : chosen.get(0).address().toString();
    }

    private static final class Others extends ProxySelector {
        private boolean asked;

        @Override
        public List<Proxy> select(URI uri) {
            asked = true;
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, java.net.SocketAddress address, java.io.IOException failure) {
            throw new UnsupportedOperationException();
        }
    }
}
