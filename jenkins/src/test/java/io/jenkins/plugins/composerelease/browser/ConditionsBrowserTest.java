package io.jenkins.plugins.composerelease.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.config.AnyOfCondition;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.config.HealthyCondition;
import io.jenkins.plugins.composerelease.config.LogCondition;
import io.jenkins.plugins.composerelease.config.TcpCondition;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.jvnet.hudson.test.JenkinsRule;
import org.openqa.selenium.By;

/** Conditions to wait for, chosen and nested by clicking. */
public class ConditionsBrowserTest {
    public final JenkinsRule jenkins = new JenkinsRule();
    public final Browser browser = new Browser();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(jenkins).around(browser);

    @Test
    public void theSnippetGeneratorNestsConditions() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        browser.open(job.getAbsoluteUrl() + "pipeline-syntax/");
        browser.click(By.xpath("//option[starts-with(., 'withCompose:')]"));
        add("Any of several conditions");
        type("service", "web");
        add("HTTP answer"); // the group's own button comes first
        type("url", "http://web:8000/health");
        assertThat(browser.shows(By.xpath("//div[@name='conditions']//input[@name='_.service']")))
                .as("the service is the group's")
                .isFalse();
        browser.scrollToTop(browser.find(By.cssSelector("[name='wait']")));
        browser.picture("conditions", 1300);
        String snippet = browser.snippet();
        assertThat(snippet)
                .contains("withCompose(wait: [anyOf(conditions: [http('http://web:8000/health')], service: 'web')]) {");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    public void theSystemPageShowsAndAddsConditionsOfATarget() throws Exception {
        AnyOfCondition any = new AnyOfCondition(List.of(new HealthyCondition(), new LogCondition("ready")));
        any.setService("web");
        ComposeHost host = new ComposeHost("web1.example.com", "deploy", "/srv/shop");
        host.setName("production");
        host.setWait(List.of(any));
        ComposeReleaseConfiguration.get().setTargets(List.of(host));
        browser.open(jenkins.getURL() + "manage/configure");
        browser.press("Migration, backup and verification");
        browser.read(By.cssSelector("[name='wait']"), "Any of several conditions", "Healthy", "Line in the log");
        browser.scrollToTop(browser.find(By.cssSelector("[name='wait']")));
        browser.picture("target-conditions", 1300);
        browser.click(By.xpath("(//button[@suffix='wait'])[last()]"));
        choose("TCP port");
        type("port", "8000");
        type("service", "cache");
        browser.click(By.name("Submit"));
        browser.read("Build Executor Status");
        List<?> saved = ComposeReleaseConfiguration.get()
                .target("production")
                .orElseThrow()
                .getWait();
        assertThat(saved).hasSize(2).last().isInstanceOfSatisfying(TcpCondition.class, tcp -> {
            assertThat(tcp.getPort()).isEqualTo(8000);
            assertThat(tcp.getService()).isEqualTo("cache");
        });
        assertThat(((AnyOfCondition) saved.get(0)).getConditions()).hasSize(2);
        assertThat(browser.errors()).isEmpty();
    }

    private void add(String kind) {
        browser.press("Add condition");
        choose(kind);
    }

    private void choose(String kind) {
        browser.click(
                By.xpath("//button[contains(@class, 'jenkins-dropdown__item')][normalize-space(.) = '" + kind + "']"));
    }

    /** Conditions are added at the end, those of a group before the group's next sibling. */
    private void type(String field, String text) {
        browser.type(By.xpath("(//div[@name='wait']//input[@name='_." + field + "'])[last()]"), text);
    }
}
