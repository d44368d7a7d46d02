package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.Extension;
import hudson.model.AbstractProject;
import hudson.model.FreeStyleProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jvnet.hudson.test.JenkinsRule;
import org.kohsuke.stapler.DataBoundConstructor;

/** Steps through the browser's form, as the Snippet Generator shows it, and as the text it makes. */
final class StepForm {
    private StepForm() {}

    /** The step after its form was shown with it and submitted. */
    static <S extends Step> S submit(JenkinsRule jenkins, S step) throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildersList().add(new Holder(step));
        jenkins.configRoundtrip(project);
        Holder holder = project.getBuildersList().get(Holder.class);
        assertThat(holder.step).isExactlyInstanceOf(step.getClass());
        @SuppressWarnings("unchecked")
        S back = (S) holder.step;
        return back;
    }

    /** What the Snippet Generator writes. */
    static String snippet(Step step) {
        return Snippetizer.object2Groovy(step);
    }

    /** Carries a step through the form of a job. */
    public static final class Holder extends Builder {
        public final transient Step step;

        @DataBoundConstructor
        public Holder(Step step) {
            this.step = step;
        }

        @Extension
        public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
            @Override
            @SuppressWarnings("rawtypes")
            public boolean isApplicable(Class<? extends AbstractProject> type) {
                return true;
            }
        }
    }
}
