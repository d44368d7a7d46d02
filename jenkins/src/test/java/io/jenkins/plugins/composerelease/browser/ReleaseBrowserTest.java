package io.jenkins.plugins.composerelease.browser;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.StringParameterDefinition;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.steps.PendingInput;
import io.jenkins.plugins.composerelease.steps.ReleaseBed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
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
import org.openqa.selenium.By;
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

    public final JenkinsRule jenkins = new JenkinsRule();
    public final Browser browser = new Browser();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(jenkins).around(browser);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ReleaseBed shop;
    private WorkflowJob job;
    private WorkflowJob rollback;

    @Before
    public void jobsAndUsers() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath(), "shop").configure();
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
        declareTheTarget();
        findItAgain();
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    public void approverWatchesTheReleaseAndRollsBack() throws Exception {
        ComposeHost production = shop.target();
        production.setApprovers(List.of("alice"));
        production.setRollbackJob(rollback.getFullName());
        shop.install("production", production);

        shop.version("slow 1"); // long enough in the making to be watched
        WorkflowRun first = start();
        readerCannotApprove(first);
        browser.login(jenkins.getURL(), "alice");
        readThePlan(first);
        approve();
        watch(first);
        assertThat(shop.served()).isEqualTo("slow 1");

        shop.version("2");
        WorkflowRun second = start();
        readThePlan(second);
        approve();
        succeeded(second);
        assertThat(shop.served()).isEqualTo("2");

        rollBack();
        assertThat(shop.served()).isEqualTo("slow 1");
        readerCannotRollBack();
        assertThat(browser.errors()).isEmpty();
    }

    private void declareTheTarget() {
        browser.follow("Manage Jenkins");
        browser.follow("System");
        browser.press("Add target");
        browser.read("Every job of this Jenkins may release to this target");
        type("name", "production");
        type("host", shop.setting("HOST_ADDRESS"));
        type("user", shop.setting("HOST_USER"));
        type("directory", shop.directory);
        type("files", "compose.yaml");
        browser.click(By.cssSelector("select[name='_.sshCredentialsId'] option[value='ssh']"));
        browser.press("SSH connection");
        type("port", shop.setting("HOST_PORT"));
        type("hostKey", shop.setting("HOST_PUBLIC_KEY"));
        browser.press("Files, variables and secrets");
        type("project", shop.name);
        browser.press("Who may release");
        type("approvers", "alice");
        type("rollbackJob", "shop-rollback");
        browser.press("Test connection");
        browser.read("ssh: ", "host key: as configured", "docker: engine", "compose: ", "directory: ", "disk: ");
        browser.scrollToTop(browser.find(field("name")));
        browser.picture("configuration", 1900);
        browser.click(By.name("Submit"));
        browser.read("Build Executor Status");
    }

    private void findItAgain() {
        assertThat(ComposeReleaseConfiguration.get().target("production")).isPresent();
        browser.follow("Manage Jenkins");
        browser.follow("System");
        assertThat(value("name")).isEqualTo("production");
        assertThat(value("host")).isEqualTo(shop.setting("HOST_ADDRESS"));
        assertThat(value("user")).isEqualTo(shop.setting("HOST_USER"));
        assertThat(value("directory")).isEqualTo(shop.directory);
        assertThat(value("files")).isEqualTo("compose.yaml");
        browser.await("the credential", page -> value("sshCredentialsId").equals("ssh"));
        browser.press("SSH connection");
        assertThat(value("port")).isEqualTo(shop.setting("HOST_PORT"));
        assertThat(value("hostKey")).isEqualTo(shop.setting("HOST_PUBLIC_KEY"));
        browser.press("Files, variables and secrets");
        assertThat(value("project")).isEqualTo(shop.name);
        browser.press("Who may release");
        assertThat(value("approvers")).isEqualTo("alice");
        assertThat(value("rollbackJob")).isEqualTo("shop-rollback");
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
        browser.read("production", "Planned", "web");
        assertThat(browser.errors()).isEmpty();
        browser.picture("release-plan-" + run.getNumber(), 1000);
    }

    private void approve() {
        browser.follow("Paused for Input");
        browser.find(APPROVE);
        browser.picture("approve", 700);
        browser.click(APPROVE);
    }

    private void watch(WorkflowRun run) throws Exception {
        browser.open(run.getAbsoluteUrl());
        browser.follow("Release");
        WebElement before = browser.find(By.cssSelector(".compose-release"));
        browser.read(NEWEST, "Deploy", "Running", "Preflight");
        browser.picture("release-running", 1000);
        assertThat(run.isBuilding()).isTrue();
        browser.read(NEWEST, "Deploy", "Succeeded", "Preflight", "Switch", "Verify");
        assertThat(before.isDisplayed()).as("the page was not loaded again").isTrue();
        succeeded(run);
        assertThat(browser.errors()).isEmpty();
        browser.picture("release-deployed", 1000);
    }

    private void rollBack() throws Exception {
        browser.open(job.getAbsoluteUrl());
        browser.follow("Releases");
        browser.click(ROLL_BACK);
        browser.read("Roll target 'production' back");
        browser.picture("releases-confirm", 700);
        browser.click(By.cssSelector("dialog button[data-id='ok']"));
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

    /** The target's own field: those of nested forms with the same name come after it. */
    private static By field(String name) {
        return By.cssSelector("[name='_." + name + "']");
    }

    private void type(String field, String text) {
        browser.type(field(field), text);
    }

    private String value(String field) {
        return browser.find(field(field)).getDomProperty("value");
    }
}
