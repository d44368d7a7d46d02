package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Descriptor;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.kohsuke.stapler.DataBoundSetter;

/** Whatever has a form explains itself, and each of its parameters, where the form's question mark asks. */
public class HelpTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static final int STEPS = 16;
    private static final int FORMS = STEPS + 23;

    @Test
    public void explainsEachStepAndEachParameter() throws Exception {
        List<Descriptor<?>> forms = forms();
        assertThat(forms).filteredOn(StepDescriptor.class::isInstance).hasSize(STEPS);
        assertThat(forms).hasSize(FORMS);
        Map<String, String> pages = jenkins.executeOnServer(() -> pages(forms));

        WebClient client = jenkins.createWebClient().withJavaScriptEnabled(false);
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(page.getValue()).as("help of " + page.getKey()).isNotNull();
            String help = client.goTo(page.getValue().substring(1), null) // fails for any status but 200
                    .getWebResponse()
                    .getContentAsString();
            assertThat(help.replaceAll("<[^>]*>", "")).as(page.getKey()).hasSizeGreaterThan(20);
        }
    }

    /** What this plugin adds to Jenkins, without what the tests add. */
    private static List<Descriptor<?>> forms() {
        return ExtensionList.lookup(Descriptor.class).stream()
                .<Descriptor<?>>map(descriptor -> descriptor)
                .filter(descriptor -> descriptor.clazz.getName().startsWith("io.jenkins.plugins.composerelease."))
                .filter(descriptor -> !descriptor
                        .clazz
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath()
                        .contains("test-classes"))
                .toList();
    }

    /** Where the help of each step and parameter is; null where there is none. */
    private static Map<String, String> pages(List<Descriptor<?>> forms) {
        Map<String, String> pages = new TreeMap<>();
        for (Descriptor<?> form : forms) {
            String name = form.clazz.getSimpleName();
            if (form instanceof StepDescriptor) {
                pages.put(name, form.getHelpFile());
            }
            parameters(form).forEach(parameter -> pages.put(name + "." + parameter, form.getHelpFile(parameter)));
        }
        return pages;
    }

    private static List<String> parameters(Descriptor<?> form) {
        if (form instanceof ComposeReleaseConfiguration) { // has no constructor to bind
            return Arrays.stream(form.getClass().getMethods())
                    .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                    .map(Method::getName)
                    .map(setter -> Introspector.decapitalize(setter.substring("set".length())))
                    .toList();
        }
        return new DescribableModel<>(form.clazz)
                .getParameters().stream().map(DescribableParameter::getName).toList();
    }
}
