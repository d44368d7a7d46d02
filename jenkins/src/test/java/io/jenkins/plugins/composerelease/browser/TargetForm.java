package io.jenkins.plugins.composerelease.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.steps.ReleaseBed;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openqa.selenium.By;

/** The form of the one target in Manage Jenkins, System. */
final class TargetForm {
    private final Browser browser;
    private final ReleaseBed shop;

    TargetForm(Browser browser, ReleaseBed shop) {
        this.browser = browser;
        this.shop = shop;
    }

    /** Types a new target in and tests its connection. */
    void fill() {
        open();
        browser.press("Add target");
        browser.read("Every job of this Jenkins may release to this target");
        plain().forEach(this::type);
        browser.click(By.cssSelector("select[name='_.sshCredentialsId'] option[value='ssh']"));
        browser.press("SSH connection");
        connection().forEach(this::type);
        browser.press("Files, variables and secrets");
        type("project", shop.name);
        browser.press("Who may release");
        permissions().forEach(this::type);
        browser.press("Test connection");
        browser.read("ssh: ", "host key: as configured", "docker: engine", "compose: ", "directory: ", "disk: ");
    }

    void save() {
        browser.click(By.name("Submit"));
        browser.read("Build Executor Status");
    }

    /** After it was saved and opened again. */
    void assertShowsWhatWasTyped() {
        open();
        plain().forEach(this::assertValue);
        browser.await("the credential", page -> value("sshCredentialsId").equals("ssh"));
        browser.press("SSH connection");
        connection().forEach(this::assertValue);
        browser.press("Files, variables and secrets");
        assertValue("project", shop.name);
        browser.press("Who may release");
        permissions().forEach(this::assertValue);
    }

    void open() {
        browser.follow("Manage Jenkins");
        browser.follow("System");
    }

    private Map<String, String> plain() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", "production");
        fields.put("host", shop.setting("HOST_ADDRESS"));
        fields.put("user", shop.setting("HOST_USER"));
        fields.put("directory", shop.directory);
        fields.put("files", "compose.yaml");
        return fields;
    }

    private Map<String, String> connection() {
        return Map.of("port", shop.setting("HOST_PORT"), "hostKey", shop.setting("HOST_PUBLIC_KEY"));
    }

    private static Map<String, String> permissions() {
        return Map.of("approvers", "alice", "rollbackJob", "shop-rollback");
    }

    private void type(String field, String text) {
        browser.type(field(field), text);
    }

    private void assertValue(String field, String expected) {
        assertThat(value(field)).as(field).isEqualTo(expected);
    }

    private String value(String field) {
        return browser.find(field(field)).getDomProperty("value");
    }

    /** The target's own field: those of nested forms with the same name come after it. */
    static By field(String name) {
        return By.cssSelector("[name='_." + name + "']");
    }
}
