package io.jenkins.plugins.composerelease.browser;

import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Somebody without a mouse, who has to see where he is. */
final class Keyboard {
    /** More than any page here has to stop at. */
    private static final int STOPS = 150;

    /** How an element and what is drawn before and after it look. */
    private static final String LOOKS = """
            return ['', '::before', '::after'].map((part) => {
              const style = getComputedStyle(arguments[0], part);
              return [style.outline, style.boxShadow, style.backgroundColor, style.borderColor];
            }).join();
            """;

    private final Browser browser;

    Keyboard(Browser browser) {
        this.browser = browser;
    }

    /** Presses TAB until this has the focus, and demands that one sees it. */
    void tabTo(By what) {
        String before = looks(browser.find(what));
        for (int i = 0; i < STOPS && !isOn(what); i++) {
            press(Keys.TAB);
        }
        if (!isOn(what)) {
            throw new AssertionError("TAB does not lead to " + what);
        }
        awaitOn(what, before);
    }

    /** Waits until the focus is there, and can be seen. */
    private void awaitOn(By what, String before) {
        browser.await(
                "a visible focus on " + what,
                page -> isOn(what) && !looks(browser.find(what)).equals(before));
    }

    void press(Keys key) {
        new Actions(browser.driver()).sendKeys(key).perform();
    }

    boolean isOn(By what) {
        List<WebElement> elements = browser.driver().findElements(what);
        return elements.contains(browser.driver().switchTo().activeElement());
    }

    private String looks(WebElement element) {
        return (String) ((JavascriptExecutor) browser.driver()).executeScript(LOOKS, element);
    }
}
