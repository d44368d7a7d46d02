package io.jenkins.plugins.composerelease.browser;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.config.PgDumpBackup;
import io.jenkins.plugins.composerelease.steps.PendingInput;
import io.jenkins.plugins.composerelease.steps.ReleaseBed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.util.HttpServletFilter;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** From a target that an administrator types in to a rollback, by clicking, against a real host. */
public class ReleaseBrowserTest {
    private static final String PIPELINE = """
            def plan
            node {
              CHECKOUT
              PUBLISH
              plan = planRelease(target: 'production')
            }
            approveRelease(plan: plan.id)
            node {
              CHECKOUT
              deployRelease(plan: plan.id)
            }
            """;

    private static final By APPROVE = By.cssSelector("button[name='proceed']");
    private static final By NEWEST = By.cssSelector("[data-compose-release-items] > div");
    private static final By ROLL_BACK = By.cssSelector(".compose-release a.roll-back");
    private static final By YES = By.cssSelector("dialog button[data-id='ok']");
    private static final String OURS = ".compose-release, .compose-release-lines";

    public final JenkinsRule jenkins = new JenkinsRule();
    public final Browser browser = new Browser();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(jenkins).around(browser);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;
    private Keyboard keyboard;
    private WorkflowJob job;
    private WorkflowJob rollback;

    @Before
    public void jobsAndUsers() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath(), "shop").database().configure();
        keyboard = new Keyboard(browser);
        job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(shop.filled(PIPELINE), true));
        rollback = jenkins.createProject(WorkflowJob.class, "shop-rollback");
        rollback.setDefinition(new CpsFlowDefinition(jobForRollbacks(), true));
        rollback.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("TARGET", ""), new StringParameterDefinition("RELEASE", "")));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("alice", "bob")
                .grant(Item.BUILD)
                .onItems(rollback)
                .to("alice"));
    }

    @After
    public void remove() {
        if (shop != null) {
            shop.remove();
        }
    }

    @Test
    public void administratorTypesTestsAndSavesATarget() throws Exception {
        browser.login(jenkins.getURL(), "admin");
        TargetForm form = new TargetForm(browser, shop);
        form.fill();
        browser.scrollToTop(browser.find(TargetForm.field("name")));
        browser.picture("configuration", 1900);
        form.save();
        assertThat(ComposeReleaseConfiguration.get().target("production")).isPresent();
        form.assertShowsWhatWasTyped();
        assertThat(browser.errors()).isEmpty();
        assertThatAnInlineScriptIsRefused();
    }

    /** Else the test would say nothing about scripts and styles. */
    private void assertThatAnInlineScriptIsRefused() {
        browser.driver().executeScript("""
                const script = document.createElement('script');
                script.textContent = 'document.title = "run"';
                document.body.append(script);
                """);
        assertThat(browser.driver().getTitle()).isNotEqualTo("run");
        assertThat(browser.errors()).singleElement().asString().contains("Content Security Policy", "script-src");
    }

    @Test
    public void approverWatchesReleasesAndRollsBack() throws Exception {
        ComposeHost production = shop.target();
        production.setBackup(new PgDumpBackup("db", "shop", "shop"));
        production.setApprovers(List.of("alice"));
        production.setRollbackJob(rollback.getFullName());
        shop.install("production", production);

        WorkflowRun first = start();
        readerCannotApprove(first);
        browser.login(jenkins.getURL(), "alice");
        approve(first);
        succeeded(first);
        assertThat(shop.served()).isEqualTo("1");

        shop.sql("V2__prices.sql", "ALTER TABLE items ADD price integer;");
        shop.version("slow 2"); // long enough in the making to be watched
        WorkflowRun second = start();
        readThePlan(second);
        approveByKeyboard();
        watch(second);
        assertThat(shop.served()).isEqualTo("slow 2");

        shop.version("bad");
        WorkflowRun third = start();
        approve(third);
        jenkins.assertBuildStatus(Result.FAILURE, PendingInput.ended(third));
        readWhyItFailed(third);
        assertThat(shop.served()).isEqualTo("slow 2");

        rollBackByKeyboard();
        assertThat(shop.served()).isEqualTo("1");
        readerCannotRollBack();
        assertThat(browser.errors()).isEmpty();
    }

    private WorkflowRun start() throws Exception {
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        PendingInput.await1(run);
        return run;
    }

    private void readerCannotApprove(WorkflowRun run) throws Exception {
        browser.login(jenkins.getURL(), "bob");
        browser.open(run.getAbsoluteUrl());
        browser.follow("Paused for Input");
        browser.click(APPROVE);
        browser.read("You need to be alice to submit this");
        assertThat(PendingInput.await1(run).isSettled()).isFalse();
        assertThat(browser.errors()).singleElement().asString().contains("status of 400");
    }

    private void readThePlan(WorkflowRun run) {
        browser.open(run.getAbsoluteUrl());
        browser.follow("Release");
        browser.read("production", "Planned", "web", "recreate", "prices");
        assertThat(browser.errors()).isEmpty();
        browser.look("release-plan", 1300, OURS);
    }

    private void approve(WorkflowRun run) {
        browser.open(run.getAbsoluteUrl());
        browser.follow("Paused for Input");
        browser.click(APPROVE);
        browser.await("the answer", page -> !browser.shows(APPROVE));
    }

    /** From the plan. */
    private void approveByKeyboard() {
        keyboard.tabTo(By.partialLinkText("Paused for Input"));
        keyboard.press(Keys.ENTER);
        keyboard.tabTo(APPROVE);
        browser.picture("approve", 700);
        keyboard.press(Keys.ENTER);
        browser.await("the answer", page -> !browser.shows(APPROVE));
    }

    private void watch(WorkflowRun run) throws Exception {
        browser.open(run.getAbsoluteUrl());
        browser.follow("Release");
        WebElement before = browser.find(By.cssSelector(".compose-release"));
        browser.read(NEWEST, "Deploy", "Running", "Preflight", "Switch", "running", "Health", "web");
        browser.look("release-running", 1300, OURS);
        assertThat(run.isBuilding()).isTrue();
        browser.read(NEWEST, "Deploy", "Succeeded", "Preflight", "Switch", "Verify");
        assertThat(before.isDisplayed()).as("the page was not loaded again").isTrue();
        succeeded(run);
        assertThat(browser.errors()).isEmpty();
        browser.look("release-deployed", 1300, OURS);
        browser.follow("Status");
        browser.read(By.cssSelector(".compose-release-lines"), "Deploy to production", "Succeeded");
        browser.look("build", 1000, OURS);
    }

    private void readWhyItFailed(WorkflowRun run) {
        browser.open(run.getAbsoluteUrl());
        browser.follow("Release");
        browser.read(NEWEST, "Deploy", "Rolled back", "Switch", "failed", "Rollback", "Evidence: service web");
        assertThat(browser.errors()).isEmpty();
        browser.look("release-failed", 1900, OURS);
    }

    private void rollBackByKeyboard() throws Exception {
        browser.open(job.getAbsoluteUrl());
        browser.follow("Releases");
        browser.find(ROLL_BACK);
        browser.look("releases", 1000, OURS);
        keyboard.tabTo(ROLL_BACK);
        keyboard.press(Keys.ENTER);
        browser.read("Roll target 'production' back");
        browser.picture("releases-confirm", 700);
        keyboard.press(Keys.ESCAPE);
        browser.await("the question to go, and the focus to go back", page -> keyboard.isOn(ROLL_BACK));
        assertThat(browser.shows(By.tagName("dialog"))).isFalse();
        assertThat(rollback.getLastBuild()).isNull();
        keyboard.press(Keys.ENTER);
        keyboard.tabTo(YES);
        keyboard.press(Keys.ENTER);
        succeeded(browser.await("a build of the job for rollbacks", page -> rollback.getBuildByNumber(1)));
    }

    private void readerCannotRollBack() throws Exception {
        browser.login(jenkins.getURL(), "bob");
        browser.open(job.getAbsoluteUrl());
        browser.follow("Releases");
        browser.read("production", "Succeeded, serves");
        assertThat(browser.shows(ROLL_BACK)).isFalse();
    }

    private void succeeded(WorkflowRun run) throws Exception {
        jenkins.assertBuildStatusSuccess(PendingInput.ended(run));
    }

    /** The one that the documentation shows. */
    private static String jobForRollbacks() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "pages.md"));
        int start = page.indexOf("```groovy\n") + "```groovy\n".length();
        return page.substring(start, page.indexOf("```", start));
    }

    /** The header of Jenkins 2.539 and newer where it is enforced, with that Jenkins' own defaults. */
    @TestExtension
    public static final class Policy implements HttpServletFilter {
        @Override
        public boolean handle(HttpServletRequest request, HttpServletResponse response) {
            response.setHeader(
                    "Content-Security-Policy",
                    "base-uri 'none'; default-src 'self'; form-action 'self'; frame-ancestors 'self'; img-src 'self' data:;"
                            + " script-src 'report-sample' 'self'; style-src 'report-sample' 'self' 'unsafe-inline';");
            return false;
        }
    }
}
