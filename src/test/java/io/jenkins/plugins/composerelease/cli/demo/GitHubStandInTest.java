package io.jenkins.plugins.composerelease.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.After;
import org.junit.Test;

/** What the adapter's tests do not reach, as seen without the library. */
public class GitHubStandInTest {
    private static final String ISSUES = "/repos/acme/shop/issues";
    private final GitHubStandIn github = GitHubStandIn.start("acme/shop", "token-1");
    private final HttpClient client = HttpClient.newHttpClient();

    @After
    public void stop() {
        github.close();
    }

    @Test
    public void wantsItsToken() throws Exception {
        assertThat(send("GET", ISSUES, "", null).statusCode()).isEqualTo(401);
        assertThat(send("GET", ISSUES, "", "Bearer token-2").statusCode()).isEqualTo(401);
        assertThat(send("GET", ISSUES, "", "token token-1").statusCode()).isEqualTo(200);
        assertThat(send("GET", ISSUES, "", "Bearer token-1").statusCode()).isEqualTo(200);
    }

    @Test
    public void pagesAsGitHubDoes() throws Exception {
        for (int i = 1; i <= 5; i++) {
            assertThat(send("POST", ISSUES, "{\"title\":\"issue " + i + "\",\"labels\":[\"a b\"]}")
                            .statusCode())
                    .isEqualTo(201);
        }
        HttpResponse<String> first = send("GET", ISSUES + "?per_page=2&state=all", "");
        assertThat(numbers(first)).isEqualTo("5 4 ");
        String link = first.headers().firstValue("Link").orElseThrow();
        assertThat(link)
                .contains("page=2")
                .contains("rel=\"next\"")
                .contains("page=3")
                .contains("rel=\"last\"")
                .doesNotContain("prev");
        HttpResponse<String> last = send("GET", ISSUES + "?per_page=2&page=3&direction=asc", "");
        assertThat(numbers(last)).isEqualTo("5 ");
        assertThat(last.headers().firstValue("Link").orElseThrow())
                .contains("rel=\"prev\"")
                .doesNotContain("next");
        assertThat(numbers(send("GET", ISSUES + "?labels=a+b", ""))).isEqualTo("5 4 3 2 1 ");
        assertThat(numbers(send("GET", ISSUES + "?labels=a", ""))).isEmpty();
    }

    @Test
    public void answersUnknownThingsAndBrokenJsonAsGitHubDoes() throws Exception {
        assertThat(send("GET", "/repos/acme/other/issues", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", ISSUES + "/7", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/nothing", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", ISSUES, "{").statusCode()).isEqualTo(400);
        HttpResponse<String> invalid = send("POST", ISSUES, "{}");
        assertThat(invalid.statusCode()).isEqualTo(422);
        assertThat(json(invalid).at("/errors/0/code").asText()).isEqualTo("missing_field");
        assertThat(invalid.headers().firstValue("X-RateLimit-Remaining")).isPresent();
    }

    @Test
    public void showsAnIssueToPeopleAtItsAddress() throws Exception {
        JsonNode issue = json(send("POST", ISSUES, "{\"title\":\"It failed\",\"body\":\"because\"}"));
        send("POST", ISSUES + "/1/comments", "{\"body\":\"again\"}");
        HttpResponse<String> page = client.send(
                HttpRequest.newBuilder(URI.create(issue.get("html_url").asText()))
                        .build(),
                BodyHandlers.ofString());
        assertThat(page.body()).contains("#1 It failed").contains("because").contains("again");
    }

    private static String numbers(HttpResponse<String> response) throws IOException {
        StringBuilder out = new StringBuilder();
        json(response).forEach(issue -> out.append(issue.get("number").asInt()).append(' '));
        return out.toString();
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return send(method, path, body, "Bearer token-1");
    }

    private HttpResponse<String> send(String method, String path, String body, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(github.apiUrl() + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
