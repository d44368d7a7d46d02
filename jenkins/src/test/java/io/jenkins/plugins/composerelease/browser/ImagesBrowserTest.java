package io.jenkins.plugins.composerelease.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.jvnet.hudson.test.JenkinsRule;
import org.openqa.selenium.By;

/** Images to publish, described by clicking. */
public class ImagesBrowserTest {
    public final JenkinsRule jenkins = new JenkinsRule();
    public final Browser browser = new Browser();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(jenkins).around(browser);

    @Test
    public void theSnippetGeneratorDescribesAnImage() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        browser.open(job.getAbsoluteUrl() + "pipeline-syntax/");
        browser.click(By.xpath("//option[starts-with(., 'publishImages:')]"));
        browser.press("Add image");
        type("name", "shop/web");
        type("context", "web");
        browser.click(By.xpath("//div[@name='images']//button[normalize-space(.) = 'Build and tags']"));
        type("target", "production");
        browser.scrollToTop(browser.find(By.cssSelector("[name='images']")));
        browser.picture("images", 2000);
        String snippet = browser.snippet();
        assertThat(snippet).contains("publishImages").contains("image(").contains("context: 'web'");
        assertThat(snippet).contains("name: 'shop/web'").contains("target: 'production'");
        assertThat(browser.errors()).isEmpty();
    }

    private void type(String field, String text) {
        browser.type(By.xpath("(//div[@name='images']//input[@name='_." + field + "'])[last()]"), text);
    }
}
