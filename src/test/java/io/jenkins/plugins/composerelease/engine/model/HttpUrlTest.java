package io.jenkins.plugins.composerelease.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.Test;

public class HttpUrlTest {
    @Test
    public void readsWhatARequestNeeds() {
        assertThat(HttpUrl.parse("http://web")).isEqualTo(new HttpUrl(false, "web", 80, "web", "/"));
        assertThat(HttpUrl.parse("https://a.example:8443/up%20?q=a%20b#top"))
                .isEqualTo(new HttpUrl(true, "a.example", 8443, "a.example:8443", "/up%20?q=a%20b"));
        assertThat(HttpUrl.parse("https://[::1]/x")).isEqualTo(new HttpUrl(true, "::1", 443, "[::1]", "/x"));
        assertThat(HttpUrl.parse("http://[fe80::1]:81?q"))
                .isEqualTo(new HttpUrl(false, "fe80::1", 81, "[fe80::1]:81", "/?q"));
    }

    @Test
    public void takesTheNameOfAnyServiceForAHost() {
        assertThat(HttpUrl.parse("http://my_service:8000/up?a=b"))
                .isEqualTo(new HttpUrl(false, "my_service", 8000, "my_service:8000", "/up?a=b"));
        for (String name : List.of("_web", "web_", "web.2", "2web", "WEB-1")) {
            assertThat(HttpUrl.parse("http://" + name + ":/")).isEqualTo(new HttpUrl(false, name, 80, name, "/"));
        }
    }

    @Test
    public void refusesWhatIsNone() {
        for (String url : List.of(
                "http://my_user:x@web/",
                "http://user@web/",
                "http://web/a|b",
                "http://[::1",
                "http://web:80:80/",
                "http://web:x/",
                "http://w%65b/")) {
            assertThatThrownBy(() -> HttpUrl.parse(url))
                    .as(url)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("is not a URL with a host");
        }
        assertThatThrownBy(() -> HttpUrl.parse("http://web:65536/")).hasMessageContaining("port 65536 is not valid");
        for (String url : List.of("web:80", "ftp://web/", "http:///x", "http://we b/", "http:web")) {
            assertThatThrownBy(() -> HttpUrl.parse(url)).as(url).hasMessageContaining("URL '" + url + "' is not valid");
        }
    }
}
