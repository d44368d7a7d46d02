package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineExecution;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Step {@code verifyEndpoint}. */
public final class VerifyEndpointStep extends TargetStep {
    private static final long serialVersionUID = 1L;
    private static final int STATUS = 200;
    private static final int RETRIES = 12;
    private static final String INTERVAL = "5s";

    private final String url;
    private int status = STATUS;
    private String body;
    private List<String> headers;
    private String from;
    private int retries = RETRIES;
    private String interval = INTERVAL;
    private int tlsDays;

    @DataBoundConstructor
    public VerifyEndpointStep(String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    public String getUrl() {
        return url;
    }

    public int getStatus() {
        return status;
    }

    @DataBoundSetter
    public void setStatus(int status) {
        this.status = status;
    }

    /** Regular expression; null means that any body will do. */
    public String getBody() {
        return body;
    }

    @DataBoundSetter
    public void setBody(String body) {
        this.body = Util.fixEmpty(body);
    }

    /** {@code Name=value} entries. */
    public List<String> getHeaders() {
        return headers;
    }

    @DataBoundSetter
    public void setHeaders(List<String> headers) {
        this.headers = StepLines.of(headers);
    }

    /** Null means the target where there is one, otherwise the agent. */
    public String getFrom() {
        return from;
    }

    @DataBoundSetter
    public void setFrom(String from) {
        this.from = Util.fixEmptyAndTrim(from);
    }

    public int getRetries() {
        return retries;
    }

    @DataBoundSetter
    public void setRetries(int retries) {
        this.retries = retries;
    }

    public String getInterval() {
        return interval;
    }

    @DataBoundSetter
    public void setInterval(String interval) {
        this.interval = Util.fixEmptyAndTrim(interval) == null ? INTERVAL : interval.strip();
    }

    /** 0 means not to look at when the certificate ends. */
    public int getTlsDays() {
        return tlsDays;
    }

    @DataBoundSetter
    public void setTlsDays(int tlsDays) {
        this.tlsDays = tlsDays;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(this, context);
    }

    private boolean hasTarget() {
        return getTarget() != null || getHost() != null;
    }

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final VerifyEndpointStep step;

        Execution(VerifyEndpointStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        @Override
        protected EngineCall call() throws Exception {
            ReleaseCall call = new ReleaseCall(getContext(), DescriptorImpl.NAME, step.getApplication());
            EngineCall verify = step.hasTarget() ? call.on(step.releaseTarget(), "verify") : call.here("verify");
            verify.with("--status", String.valueOf(step.status));
            verify.with("--retries", String.valueOf(step.retries), "--interval", step.interval);
            if (step.body != null) {
                verify.with("--body=" + step.body);
            }
            if (step.tlsDays != 0) {
                verify.with("--tls-days", String.valueOf(step.tlsDays));
            }
            if (step.from != null) {
                verify.with("--from", step.from);
            }
            for (String header : step.headers == null ? List.<String>of() : step.headers) {
                verify.with("--header=" + header);
            }
            return verify.with(url());
        }

        private String url() throws AbortException {
            try {
                return Names.argument("url", Util.fixNull(step.url));
            } catch (InvalidInputException e) {
                throw new AbortException(e.getMessage());
            }
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "verifyEndpoint";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.VerifyEndpointStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }

        /** Fixed words: nothing is looked up. */
        @POST
        public ListBoxModel doFillFromItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option(Messages.VerifyEndpointStep_fromDefault(), ""),
                    new ListBoxModel.Option("agent"),
                    new ListBoxModel.Option("target"),
                    new ListBoxModel.Option("service"));
        }

        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error(Messages.VerifyEndpointStep_noUrl())
                    : FormValidation.ok();
        }
    }
}
