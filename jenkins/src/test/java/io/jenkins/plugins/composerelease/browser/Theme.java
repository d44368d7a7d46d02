package io.jenkins.plugins.composerelease.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openqa.selenium.JavascriptExecutor;

/** The page that is open in Jenkins' own colours, or in a dark theme's. */
final class Theme {
    /** For text of any size, by level AA of the Web Content Accessibility Guidelines. */
    private static final double CONTRAST = 4.5;

    private final JavascriptExecutor page;

    Theme(JavascriptExecutor page) {
        this.page = page;
    }

    /** Until the next page. */
    void dark() {
        page.executeScript("""
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(arguments[0] + "* { transition: none !important }");
                document.adoptedStyleSheets = [sheet];
                """, resource("dark.css"));
    }

    void light() {
        page.executeScript("document.adoptedStyleSheets = []");
    }

    /** The visible texts below a selector that are hard to read, each with its contrast. */
    @SuppressWarnings("unchecked")
    List<String> faint(String selector) {
        return (List<String>) page.executeScript(resource("faint.js"), selector, CONTRAST);
    }

    private static String resource(String name) {
        try (InputStream in = Theme.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
