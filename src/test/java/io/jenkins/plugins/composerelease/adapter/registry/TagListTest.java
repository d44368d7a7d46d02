package io.jenkins.plugins.composerelease.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.Test;

public class TagListTest extends HttpRegistryFixture {
    private static final String FIRST = "GET /v2/shop/web/tags/list?n=1000";

    @Test
    public void readsAllPages() {
        page("</v2/shop/web/tags/list?last=b&n=2>; rel=\"next\"", "\"a\", \"b\"");
        page("<http://inside:5000/other/tags/list?last=d&n=2>;rel=next", "\"c\", \"d\"");
        page("<https://docs.example.com/?x=y>; rel=\"help\"", "\"e\"");

        assertThat(tags()).containsExactly("a", "b", "c", "d", "e");
        assertThat(server.requests)
                .containsExactly(
                        FIRST, "GET /v2/shop/web/tags/list?last=b&n=2", "GET /v2/shop/web/tags/list?last=d&n=2");
        assertThat(waits).isEmpty();
    }

    @Test
    public void readsNoEndlessList() {
        for (int i = 0; i < 200; i++) {
            page("</v2/shop/web/tags/list?last=" + i + ">; rel=\"next\"", "\"a" + i + "\"");
        }

        assertThat(tags()).hasSize(100);
        assertThat(server.requests).hasSize(100);
        assertThat(waits).singleElement().asString().contains("'shop/web' has more than 100 tags: the others");
    }

    @Test
    public void takesAPageThatNamesItselfForTheLast() {
        page("</v2/shop/web/tags/list?n=1000>; rel=\"next\"", "\"a\"");

        assertThat(tags()).containsExactly("a");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    public void knowsNoTagsOfARepositoryThatIsNotThere() {
        assertThat(tags()).isEmpty();
        page("", "null, 5, \"" + "x".repeat(129) + "\"");
        assertThat(tags()).isEmpty();
        assertThat(waits).isEmpty();
    }

    @Test
    public void tellsThatARegistryDoesNotListTags() {
        for (int status : List.of(401, 403, 405)) {
            waits.clear();
            server.answerNext(1, status);

            assertThat(tags()).as("%d", status).isEmpty();
            assertThat(waits)
                    .containsExactly("registry '" + server.host() + "': does not list the tags of 'shop/web' (" + status
                            + " X: no): released versions are not looked for there");
        }
    }

    @Test
    public void asksAgainWhereTheRegistryIsBusyAndFailsWhereItIsDown() {
        server.answerNext(1, 503);
        page("", "\"a\"");
        assertThat(tags()).containsExactly("a");

        server.answerNext(5, 503);
        assertThatThrownBy(this::tags).hasMessageContaining("Could not list the tags of 'shop/web' at registry");
    }

    private List<String> tags() {
        return anonymous().tags(reference("shop/web:1"), soon());
    }

    private void page(String link, String tags) {
        server.instead.add(exchange -> {
            exchange.getResponseHeaders().set("Link", link);
            LocalRegistry.answer(
                    exchange, 200, "application/json", LocalRegistry.bytes("{\"name\":\"x\",\"tags\":[" + tags + "]}"));
        });
    }
}
