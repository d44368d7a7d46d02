package io.jenkins.plugins.composerelease.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

public class HtmlReportTest {
    private static final Pattern VOID = Pattern.compile("<(meta)([^>]*)>");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void showsEveryReleaseWithTimelinePlanImagesEvidenceIssueAndRequests() throws Exception {
        Document page = parse(HtmlReport.of(Samples.report(), UnaryOperator.identity()));
        String text = page.getDocumentElement().getTextContent();
        assertThat(texts(page, "h1")).containsExactly("Compose Release demo");
        assertThat(texts(page, "h2"))
                .containsExactly(
                        "1 First release",
                        "2 A release with a pending migration",
                        "3 A release whose migration fails",
                        "4 A release that comes up unhealthy",
                        "Notes");
        assertThat(text)
                .contains("Rolled back")
                .contains("17 of 4,218 failed, longest outage 2.1 s; answered in 2.3 ms (median), 14 ms (95 %)")
                .contains("DROP TABLE legacy")
                .contains("registry.example:5000/shop/api@sha256:" + "b".repeat(64))
                .contains("1: HTTP 500 from /health")
                .contains("column \"total\" does not exist <script>alert(1)</script>");
        assertThat(links(page)).contains("http://127.0.0.1:4567/acme/shop/issues/1");
        int bars = Samples.report().releases().stream()
                .mapToInt(
                        release -> release.phases().size() + release.services().size())
                .sum();
        assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(bars);
    }

    @Test
    public void showsTheStatesOfEachServiceAsPictureAndText() throws Exception {
        ReleaseReport broken = Samples.report().releases().get(3);
        Document page = parse(HtmlReport.of(only(broken), UnaryOperator.identity()));
        Element health = elements(page, "table").stream()
                .filter(table -> texts(table, "caption").contains("Health"))
                .findFirst()
                .orElseThrow();
        assertThat(texts(health, "th")).startsWith("Service").endsWith("api");
        assertThat(texts(health, "td"))
                .containsExactly("", "failed", "6.7 s", "starting 2.5 s", "became unhealthy <b>now</b>");
        assertThat(elements(health, "rect"))
                .extracting(bar -> bar.getAttribute("class"))
                .containsExactly("track", "running", "failed");
    }

    @Test
    public void loadsNothingAndRunsNothing() throws Exception {
        Document page = parse(HtmlReport.of(Samples.report(), UnaryOperator.identity()));
        for (String tag : List.of("script", "link", "img", "iframe", "object", "form")) {
            assertThat(page.getElementsByTagName(tag).getLength()).as(tag).isZero();
        }
        assertThat(texts(page, "style").get(0)).doesNotContain("url(", "@import");
    }

    @Test
    public void linksOnlyToTheWeb() throws Exception {
        ReleaseReport release =
                Samples.report().releases().get(0).withIssue(new ReleaseReport.Link("#1", "javascript:alert(1)"));
        Document page = parse(HtmlReport.of(only(release), UnaryOperator.identity()));
        assertThat(links(page)).allMatch(link -> link.startsWith("#"));
    }

    @Test
    public void tablesNameTheirColumnsAndRows() throws Exception {
        Document page = parse(HtmlReport.of(Samples.report(), UnaryOperator.identity()));
        assertThat(elements(page, "table")).allSatisfy(table -> {
            assertThat(table.getElementsByTagName("caption").getLength()).isEqualTo(1);
            assertThat(table.getElementsByTagName("th").getLength()).isPositive();
        });
        assertThat(elements(page, "th"))
                .allSatisfy(cell -> assertThat(cell.getAttribute("scope")).isIn("col", "row"));
    }

    @Test
    public void masksWhatItShows() throws IOException {
        Path file = folder.getRoot().toPath().resolve("report.html");
        Masker masker = Masker.of(List.of(Secret.of("does not exist <script>"), Secret.of("HTTP 500")));
        HtmlReport.write(file, Samples.report(), masker::mask);
        assertThat(Files.readString(file))
                .doesNotContain("HTTP 500")
                .doesNotContain("does not exist")
                .contains("&quot;total&quot; ****alert(1)");
    }

    private static ReportData only(ReleaseReport release) {
        return new ReportData("Title", "", Samples.NOON, List.of(release), List.of());
    }

    /** The page is also well-formed XML but for the doctype and void elements, which shows that nothing breaks out of its place. */
    private static Document parse(String html) throws Exception {
        String xml = VOID.matcher(html.replace("<!doctype html>", "").replace("<details open>", "<details>"))
                .replaceAll("<$1$2/>");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static List<Element> elements(Document page, String tag) {
        return elements(page.getDocumentElement(), tag);
    }

    private static List<Element> elements(Element page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        List<Element> result = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            result.add((Element) nodes.item(i));
        }
        return result;
    }

    private static List<String> texts(Document page, String tag) {
        return texts(page.getDocumentElement(), tag);
    }

    private static List<String> texts(Element page, String tag) {
        return elements(page, tag).stream().map(Element::getTextContent).toList();
    }

    private static List<String> links(Document page) {
        return elements(page, "a").stream()
                .map(link -> link.getAttribute("href"))
                .toList();
    }
}
