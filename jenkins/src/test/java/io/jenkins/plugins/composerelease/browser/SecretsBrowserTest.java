package io.jenkins.plugins.composerelease.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.jvnet.hudson.test.JenkinsRule;
import org.openqa.selenium.By;

/** Secrets of a block, and where a target keeps them, chosen by clicking. */
public class SecretsBrowserTest {
    public final JenkinsRule jenkins = new JenkinsRule();
    public final Browser browser = new Browser();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(jenkins).around(browser);

    @Test
    public void theSnippetGeneratorBindsTheParameterThatAStackNeeds() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "shop-db", "The shop's database", "shop", "not-shown-4711"));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        browser.open(job.getAbsoluteUrl() + "pipeline-syntax/");
        browser.click(By.xpath("//option[starts-with(., 'withReleaseSecrets:')]"));
        browser.click(By.xpath("//div[@name='secrets']//select[@name='_.credentialsId']/option[@value='shop-db']"));
        browser.type(By.xpath("//div[@name='secrets']//input[@name='_.file']"), "db_password");
        browser.click(By.xpath("//div[@name='secrets']//select[@name='_.part']/option[@value='password']"));
        browser.scrollToTop(browser.find(By.cssSelector("[name='secrets']")));
        browser.picture("secrets", 1200);

        assertThat(browser.snippet())
                .contains("withReleaseSecrets")
                .contains("credentialsId: 'shop-db'")
                .contains("file: 'db_password'")
                .contains("part: 'password'");
        assertThat(browser.driver().getPageSource()).doesNotContain("not-shown-4711");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    public void aTargetSaysWhereItsHostKeepsThem() throws Exception {
        browser.open(jenkins.getURL() + "manage/configure");
        browser.press("Add target");
        browser.press("Files, variables and secrets");
        browser.click(By.xpath("//select[@name='_.atRest']/option[@value='file']"));
        browser.scrollTo(browser.find(By.cssSelector("select[name='_.atRest']")));
        browser.picture("secrets-at-rest", 1600);

        assertThat(browser.find(By.cssSelector("select[name='_.atRest']")).getDomProperty("value"))
                .isEqualTo("file");
        assertThat(browser.errors()).isEmpty();
    }
}
