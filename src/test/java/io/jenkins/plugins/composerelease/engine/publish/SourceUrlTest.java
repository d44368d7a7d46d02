package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.Test;

public class SourceUrlTest {
    @Test
    public void givesTheAddressPeopleOpen() {
        Map<String, String> expected = Map.of(
                "https://git.example.com/acme/shop.git", "https://git.example.com/acme/shop",
                "https://user:p@ss@git.example.com:8443/acme/shop/", "https://git.example.com:8443/acme/shop",
                "https://git.example.com/acme/shop?token=t#x", "https://git.example.com/acme/shop",
                "http://git.example.com/acme/shop", "http://git.example.com/acme/shop",
                "ssh://git@git.example.com:2222/acme/shop.git", "https://git.example.com/acme/shop",
                "git@github.com:acme/shop.git", "https://github.com/acme/shop",
                "github.com:acme/shop", "https://github.com/acme/shop");

        assertThat(expected)
                .allSatisfy((remote, url) ->
                        assertThat(SourceUrl.publicForm(remote)).as(remote).contains(url));
    }

    @Test
    public void tellsNothingThatMayBeAPassword() {
        for (String remote : List.of(
                "/srv/git/shop.git",
                "../shop",
                "file:///srv/git/shop",
                "https://user:pa/ss@git.example.com/acme/shop",
                "https://user:12/ss@git.example.com/acme/shop",
                "user:secret@git.example.com:acme/shop")) {
            assertThat(SourceUrl.publicForm(remote)).as(remote).isEmpty();
        }
    }
}
