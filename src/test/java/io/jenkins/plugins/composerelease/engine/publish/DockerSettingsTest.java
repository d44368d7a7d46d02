package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.Test;

public class DockerSettingsTest {
    private static final String HOST = "registry.example.com:5000";

    @Test
    public void namesTheRegistrySoThatNoKeyStoreIsLookedFor() throws IOException {
        assertThat(of("{}", "{}", HOST)).hasToString("{\"auths\":{\"" + HOST + "\":{}},\"credHelpers\":{}}");
        assertThat(of("{}", "{}", "docker.io").at("/auths").fieldNames())
                .toIterable()
                .containsExactly("https://index.docker.io/v1/");
    }

    @Test
    public void keepsTheOtherLoginsAndNotTheRegistrysOwn() throws IOException {
        JsonNode settings = of(
                "{'auths':{'other.example.com':{'auth':'b3RoZXI='},'https://registry.example.com:5000/v1/':"
                        + "{'auth':'b3du'},'registry.example.com':{'auth':'cG9ydA=='}}}",
                "{'auths':{'third.example.com':{'auth':'dGhpcmQ='},'registry.example.com:5000':{'auth':'dmFy'}}}",
                HOST);

        assertThat(settings.at("/auths").fieldNames())
                .toIterable()
                .containsExactly("other.example.com", "registry.example.com", "third.example.com", HOST);
        assertThat(settings.toString()).contains("b3RoZXI=", "dGhpcmQ=").doesNotContain("b3du", "dmFy");
    }

    @Test
    public void knowsDockerHubByAllItsNames() throws IOException {
        JsonNode settings = of(
                "{'auths':{'https://index.docker.io/v1/':{'auth':'b3du'},'docker.io':{'auth':'b3du'}}}",
                "{}",
                "registry-1.docker.io");

        assertThat(settings.toString()).doesNotContain("b3du");
        assertThat(of("{'auths':{'https://index.docker.io/v1/':{'auth':'aHVi'}}}", "{}", HOST)
                        .toString())
                .contains("aHVi");
    }

    @Test
    public void leavesKeyStoresToTheOthers() throws IOException {
        JsonNode settings = of(
                "{'credsStore':'desktop','credHelpers':{'ecr.example.com':'ecr-login','" + HOST + "':'pass'}}",
                "{}",
                HOST);

        assertThat(settings.path("credsStore").asText()).isEqualTo("desktop");
        assertThat(settings.path("credHelpers"))
                .hasToString("{\"ecr.example.com\":\"ecr-login\",\"" + HOST + "\":\"\"}");
    }

    @Test
    public void keepsHowDockerWorksAndNothingElse() throws IOException {
        JsonNode settings =
                of("{'currentContext':'rootless','proxies':{'default':{}},'HttpHeaders':{'X-Token':'t'}}", "{}", HOST);

        assertThat(settings.path("currentContext").asText()).isEqualTo("rootless");
        assertThat(settings.has("proxies")).isTrue();
        assertThat(settings.toString()).doesNotContain("X-Token");
    }

    private static JsonNode of(String own, String variable, String host) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        return DockerSettings.of(
                mapper.readTree(own.replace('\'', '"')), mapper.readTree(variable.replace('\'', '"')), host);
    }
}
