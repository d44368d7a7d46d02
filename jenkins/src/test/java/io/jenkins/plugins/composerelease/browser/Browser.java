package io.jenkins.plugins.composerelease.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import org.junit.rules.TestWatcher;
import org.junit.runner.Description;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium, and a person before it who sees visible text only. The test asks for the errors in its console. */
final class Browser extends TestWatcher {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private ChromeDriver driver;

    @Override
    protected void starting(Description description) {
        for (Path program : List.of(PROGRAM, DRIVER)) {
            if (!Files.isExecutable(program)) {
                throw new AssertionError("There is no '" + program + "', which the tests in a browser use."
                        + " Install Debian's packages chromium and chromium-driver.");
            }
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // tests run as root, too
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
        driver.manage().window().setSize(new Dimension(1300, 1000));
        driver.manage().timeouts().pageLoadTimeout(PATIENCE);
    }

    @Override
    protected void failed(Throwable e, Description description) {
        if (driver != null) {
            Path directory = Path.of("target", "browser");
            save(directory, description.getMethodName());
            System.err.println("The page " + driver.getCurrentUrl() + " when the test failed, also in " + directory
                    + ":\n" + text());
        }
    }

    @Override
    protected void finished(Description description) {
        if (driver != null) {
            driver.quit();
        }
    }

    /** Logs in by the form, as somebody who has just started the browser. */
    void login(URL jenkins, String user) {
        driver.manage().deleteAllCookies();
        open(jenkins + "login");
        type(By.name("j_username"), user);
        type(By.name("j_password"), user);
        press("Sign in");
        await("being logged in", page -> !page.getCurrentUrl().contains("login"));
    }

    void open(String url) {
        driver.get(url);
    }

    /** Follows the first link with this text that is visible. */
    void follow(String text) {
        click(By.xpath("//a[contains(normalize-space(.), '" + text + "')]"));
    }

    /** Presses the first button with this text that is visible. */
    void press(String text) {
        click(By.xpath("//button[contains(normalize-space(.), '" + text + "')]"));
    }

    void click(By what) {
        await("something to click: " + what, page -> {
            WebElement element = visible(what);
            scrollTo(element);
            try {
                element.click();
                return true;
            } catch (ElementClickInterceptedException e) {
                return false; // Jenkins' header, or a menu that closes
            }
        });
    }

    /** Replaces what the first visible of these fields holds. */
    void type(By field, String text) {
        WebElement element = find(field);
        scrollTo(element);
        element.clear();
        element.sendKeys(text);
    }

    ChromeDriver driver() {
        return driver;
    }

    WebElement find(By what) {
        return await("visible: " + what, page -> visible(what));
    }

    boolean shows(By what) {
        return driver.findElements(what).stream().anyMatch(WebElement::isDisplayed);
    }

    /** What a person can read on the page. */
    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** Waits until the page shows these texts in this order, without loading it again. */
    void read(String... texts) {
        read(By.tagName("body"), texts);
    }

    /** Waits until a part of the page shows these texts in this order, without loading it again. */
    void read(By part, String... texts) {
        try {
            await("text", page -> inOrder(visible(part).getText(), texts));
        } catch (TimeoutException e) {
            assertThat(find(part).getText()).containsSubsequence(texts);
            throw e;
        }
    }

    private static boolean inOrder(String page, String... texts) {
        int from = 0;
        for (String text : texts) {
            int at = page.indexOf(text, from);
            if (at < 0) {
                return false;
            }
            from = at + text.length();
        }
        return true;
    }

    <T> T await(String what, Function<WebDriver, T> condition) {
        return new WebDriverWait(driver, PATIENCE)
                .ignoring(NoSuchElementException.class, StaleElementReferenceException.class)
                .withMessage(what)
                .until(condition);
    }

    private WebElement visible(By what) {
        return driver.findElements(what).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(what.toString()));
    }

    void scrollTo(WebElement element) {
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
    }

    /** Puts the top of it below Jenkins' header. */
    void scrollToTop(WebElement element) {
        driver.executeScript("arguments[0].scrollIntoView(); window.scrollBy(0, -90)", element);
    }

    /** What the Snippet Generator makes of the form. */
    String snippet() {
        press("Generate Pipeline Script");
        return await("a snippet", page -> {
            String text = find(By.id("prototypeText")).getDomProperty("value");
            return text.isEmpty() ? null : text;
        });
    }

    /** Whatever is on the page can be read, in Jenkins' own colours and in dark ones; a picture of both. */
    void look(String name, int height, String selector) {
        Theme theme = new Theme(driver);
        picture(name, height);
        assertThat(theme.faint(selector)).as(name).isEmpty();
        theme.dark();
        picture(name + "-dark", height);
        assertThat(theme.faint(selector)).as(name + " in a dark theme").isEmpty();
        theme.light();
    }

    /** A picture of the window, where {@code -Dscreenshots=DIR} asks for pictures. */
    void picture(String name, int height) {
        String directory = System.getProperty("screenshots");
        if (directory != null) {
            driver.manage().window().setSize(new Dimension(1300, height));
            save(Path.of(directory), name);
        }
    }

    private void save(Path directory, String name) {
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The console's errors since the last call: of scripts, of a content security policy, of loading. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }
}
