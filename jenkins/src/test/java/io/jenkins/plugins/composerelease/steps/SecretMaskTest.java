package io.jenkins.plugins.composerelease.steps;

import static com.cloudbees.plugins.credentials.CredentialsScope.GLOBAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SecretBytes;
import hudson.AbortException;
import hudson.Functions;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn;
import io.jenkins.plugins.composerelease.cli.demo.StandInIssue;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import jenkins.model.CauseOfInterruption;
import jenkins.model.Jenkins;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.DataBoundConstructor;

/** What a block's secrets are hidden in beside its log on the controller: an agent's process, issues, exceptions. */
public class SecretMaskTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static final String TEXT = "the secret text of the application";
    private static final String KEY = WithReleaseSecretsStepTest.PEM;

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Test
    public void hidesInTheAgentsProcess() throws Exception {
        agents.createAgent(
                JENKINS, InboundAgentRule.Options.newBuilder().name("mask-1").build());
        SecretMask mask = SecretMask.of(Map.of("text", bytes(TEXT), "key", bytes(KEY)));
        String[] told = JENKINS.jenkins
                .getNode("mask-1")
                .getChannel()
                .call(new Decorate(mask, TEXT + "\n" + KEY + "the end\n"));
        assertThat(told[0]).isNotEqualTo(String.valueOf(ProcessHandle.current().pid()));
        assertThat(told[1]).contains("****", "the end").doesNotContain(TEXT, "BG0wawIBAQQg", "short9=");
    }

    /** As {@code sh} does where agents push its output: the listener prints on the agent. */
    @Test
    public void hidesWhatAStepPrintsFromTheAgent() throws Exception {
        agents.createAgent(
                JENKINS, InboundAgentRule.Options.newBuilder().name("mask-2").build());
        GitHubFixture.add(new StringCredentialsImpl(GLOBAL, "mask-text", "", Secret.fromString(TEXT)));
        var run = JENKINS.buildAndAssertSuccess(GitHubFixture.job(JENKINS, "mask-remote", """
                node('mask-2') {
                  withReleaseSecrets([secret(credentialsId: 'mask-text', env: 'PW')]) { printThere(env.PW) }
                }
                """));
        JENKINS.assertLogContains("printed on the agent: ****", run);
        JENKINS.assertLogNotContains(TEXT, run);
    }

    @Test
    public void hidesInIssuesWhatBlocksBindAsFiles() throws Exception {
        GitHubFixture.add(
                new FileCredentialsImpl(GLOBAL, "mask-key", "", "key.pem", SecretBytes.fromBytes(bytes(KEY))));
        try (GitHubStandIn github = GitHubFixture.start()) {
            GitHubFixture.configure(github.apiUrl());
            var run = JENKINS.buildAndAssertStatus(Result.FAILURE, GitHubFixture.job(JENKINS, "mask-issue", """
                    node {
                      withReleaseSecrets([secret(credentialsId: 'mask-key', file: 'key')]) {
                        def key = readFile(env.KEY_FILE)
                        githubIssue(stage: 'one', error: "refused ${key.readLines()[1]} there", log: "before\\n" + key + "after")
                        reportFailure(stage: 'two') { error 'failed with ' + key }
                      }
                    }
                    """));
            JENKINS.assertLogNotContains("BG0wawIBAQQg", run);
            assertThat(github.issues()).hasSize(2).allSatisfy(SecretMaskTest::assertHidden);
            assertThat(github.issues().get(0).title()).endsWith("refused **** there");
            assertThat(github.issues().get(0).body()).contains("before\n", "after");
        }
    }

    private static void assertHidden(StandInIssue issue) {
        String all = issue.title() + issue.body() + issue.comments();
        assertThat(all).contains("****");
        for (String line : KEY.lines().filter(line -> !line.startsWith("-")).toList()) {
            assertThat(all).doesNotContain(line);
        }
    }

    @Test
    public void hidesInCausesAndSuppressedExceptionsAndKeepsTheRest() throws Exception {
        Exception failure = new IllegalStateException("cannot log in", new java.io.IOException("with " + TEXT));
        failure.addSuppressed(new AbortException(TEXT + " again"));
        failure.addSuppressed(new Exception("plain"));
        Throwable masked = masked(failure);
        assertNothingTold(masked);
        assertThat(masked).hasMessageContaining("cannot log in").hasMessageContaining("IllegalStateException");
        assertThat(masked.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(masked.getCause()).hasMessageContaining("with ****");
        assertThat(masked.getSuppressed()[0]).isInstanceOf(AbortException.class).hasMessage("**** again");
        assertThat(masked.getSuppressed()[1]).isSameAs(failure.getSuppressed()[1]);
    }

    @Test
    public void hidesInCausesThatGoRoundInACircle() throws Exception {
        Exception first = new Exception("first " + TEXT);
        first.initCause(new Exception("second " + TEXT, first));
        assertNothingTold(masked(first));
    }

    @Test
    public void hidesInAnInterruptionAndKeepsItsResult() throws Exception {
        FlowInterruptedException failure = new FlowInterruptedException(
                Result.NOT_BUILT, false, new Told("stopped by " + TEXT), new Told("plain"));
        failure.addSuppressed(new Exception(TEXT));
        Throwable masked = masked(failure);
        assertNothingTold(masked);
        assertThat(masked).isInstanceOfSatisfying(FlowInterruptedException.class, interrupted -> {
            assertThat(interrupted.getResult()).isEqualTo(Result.NOT_BUILT);
            assertThat(interrupted.isActualInterruption()).isFalse();
            assertThat(interrupted.getCauses().get(0).getShortDescription()).isEqualTo("stopped by ****");
            assertThat(interrupted.getCauses().get(1))
                    .isSameAs(failure.getCauses().get(1));
        });
    }

    @Test
    public void hidesInFieldsThatAreNotPrinted() throws Exception {
        assertNothingTold(masked(new WithField("login failed", TEXT)));
        Exception plain = new WithField("login failed", "no secret");
        assertThat(masked(plain)).isSameAs(plain);
    }

    /** A printed message has white space before its further lines, and the last line of a key is too short to be hidden alone. */
    @Test
    public void hidesAMessageOfSeveralLines() throws Exception {
        assertNothingTold(masked(new Exception("key is\n" + KEY, new Exception(KEY))));
    }

    private static Throwable masked(Throwable failure) throws Exception {
        return SecretMask.of(Map.of("text", bytes(TEXT), "key", bytes(KEY))).handle(null, failure);
    }

    private static void assertNothingTold(Throwable masked) {
        String told = Functions.printThrowable(masked) + Jenkins.XSTREAM2.toXML(masked);
        assertThat(told).doesNotContain(TEXT, "BG0wawIBAQQg", "MIGHAgEAMBMG", "short9=");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Decorate extends MasterToSlaveCallable<String[], Exception> {
        private static final long serialVersionUID = 1L;
        private final SecretMask mask;
        private final String text;

        Decorate(SecretMask mask, String text) {
            this.mask = mask;
            this.text = text;
        }

        @Override
        public String[] call() throws Exception {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream masked = mask.decorateLogger((hudson.model.Run<?, ?>) null, out)) {
                masked.write(bytes(text));
            }
            return new String[] {String.valueOf(ProcessHandle.current().pid()), out.toString(StandardCharsets.UTF_8)};
        }
    }

    private static final class WithField extends Exception {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("unused") // written into the build's records
        private final String password;

        WithField(String message, String password) {
            super(message);
            this.password = password;
        }
    }

    private static final class Told extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;
        private final String description;

        Told(String description) {
            this.description = description;
        }

        @Override
        public String getShortDescription() {
            return description;
        }
    }

    /** Prints a text to the step's listener from the agent's process. */
    public static final class PrintThere extends Step {
        private final String text;

        @DataBoundConstructor
        public PrintThere(String text) {
            this.text = text;
        }

        @Override
        public StepExecution start(StepContext context) {
            return new Execution(context, text);
        }

        private static final class Execution extends SynchronousNonBlockingStepExecution<Void> {
            private static final long serialVersionUID = 1L;
            private final transient String text;

            Execution(StepContext context, String text) {
                super(context);
                this.text = text;
            }

            @Override
            protected Void run() throws Exception {
                TaskListener listener = getContext().get(TaskListener.class);
                getContext().get(hudson.FilePath.class).getChannel().call(new Print(listener, text));
                return null;
            }
        }

        /** Form and name. */
        @TestExtension
        public static final class DescriptorImpl extends StepDescriptor {
            @Override
            public String getFunctionName() {
                return "printThere";
            }

            @Override
            public Set<? extends Class<?>> getRequiredContext() {
                return Set.of(TaskListener.class, hudson.FilePath.class);
            }
        }
    }

    private static final class Print extends MasterToSlaveCallable<Void, Exception> {
        private static final long serialVersionUID = 1L;
        private final TaskListener listener;
        private final String text;

        Print(TaskListener listener, String text) {
            this.listener = listener;
            this.text = text;
        }

        @Override
        public Void call() {
            PrintStream logger = listener.getLogger();
            logger.println("printed on the agent: " + text);
            logger.flush();
            return null;
        }
    }
}
