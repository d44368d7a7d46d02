package io.jenkins.plugins.composerelease.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.composerelease.credentials.CredentialBoxes;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What the form of a target asks the controller. */
public abstract class ComposeHostForm extends Descriptor<ComposeHost> {
    static final List<String> AT_REST = List.of("memory", "file");

    ComposeHostForm() {
        super(ComposeHost.class);
    }

    @Override
    @NonNull
    public String getDisplayName() {
        return Messages.ComposeHost_displayName();
    }

    /** The choices "none" of the form are no object. */
    @Override
    public ComposeHost newInstance(StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
        for (String choice : new String[] {"migration", "backup"}) {
            JSONObject chosen = form.optJSONObject(choice);
            if (chosen != null && !chosen.has("$class") && !chosen.has("stapler-class")) {
                form.remove(choice);
            }
        }
        return super.newInstance(request, form);
    }

    @POST
    public FormValidation doCheckName(@QueryParameter String value) {
        return Forms.optional(value, text -> Names.name("target", text));
    }

    @POST
    public FormValidation doCheckHost(@QueryParameter String value) {
        return Forms.required(value, Names::host);
    }

    @POST
    public FormValidation doCheckUser(@QueryParameter String value) {
        return Forms.required(value, Names::user);
    }

    @POST
    public FormValidation doCheckDirectory(@QueryParameter String value) {
        return Forms.required(value, Checks::directory);
    }

    @POST
    public FormValidation doCheckPort(@QueryParameter String value) {
        return Forms.number(value, 1);
    }

    @POST
    public FormValidation doCheckHostKey(@QueryParameter String value) {
        return Forms.optional(value, Checks::hostKey);
    }

    @POST
    public FormValidation doCheckProxyJump(@QueryParameter String value) {
        return Forms.optional(value, Checks::proxyJump);
    }

    @POST
    public FormValidation doCheckProxyCommand(@QueryParameter String value) {
        return Forms.optional(value, Checks::line);
    }

    @POST
    public FormValidation doCheckFiles(@QueryParameter String value) {
        return Forms.lines(value, Checks::path);
    }

    @POST
    public FormValidation doCheckTransfer(@QueryParameter String value) {
        return Forms.lines(value, Checks::path);
    }

    @POST
    public FormValidation doCheckEnvFiles(@QueryParameter String value) {
        return Forms.lines(value, Checks::path);
    }

    @POST
    public FormValidation doCheckProject(@QueryParameter String value) {
        return Forms.optional(value, Names::project);
    }

    @POST
    public FormValidation doCheckServices(@QueryParameter String value) {
        return Forms.lines(value, text -> Names.name("service", text));
    }

    @POST
    public FormValidation doCheckProfiles(@QueryParameter String value) {
        return Forms.lines(value, text -> Names.name("profile", text));
    }

    @POST
    public FormValidation doCheckVariables(@QueryParameter String value) {
        return Forms.pairs(value, name -> Names.variable("variable", name));
    }

    @POST
    public FormValidation doCheckTimeout(@QueryParameter String value) {
        return Forms.duration(value);
    }

    @POST
    public FormValidation doCheckStability(@QueryParameter String value) {
        return Forms.duration(value);
    }

    @POST
    public FormValidation doCheckKeep(@QueryParameter String value) {
        return Forms.number(value, 2);
    }

    /** Only the form of administrators has the field; a target of a Jenkinsfile has the job's own rights. */
    @POST
    public FormValidation doCheckJobs(@QueryParameter String value) {
        return Util.fixEmptyAndTrim(value) == null
                ? FormValidation.warning(Messages.ComposeHost_everyJob())
                : Forms.lines(value, Checks::line);
    }

    @POST
    public ListBoxModel doFillSshCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String sshCredentialsId) {
        return CredentialBoxes.fill(item, sshCredentialsId, "privateKey");
    }

    @POST
    public ListBoxModel doFillStrategyItems() {
        return Forms.words(ComposeHost.STRATEGIES);
    }

    @POST
    public ListBoxModel doFillDriftItems() {
        return Forms.words(ComposeHost.DRIFT);
    }

    @POST
    public FormValidation doCheckDrain(@QueryParameter String value) {
        return Forms.duration(value);
    }

    @POST
    public FormValidation doCheckPublishes(@QueryParameter String value) {
        return Forms.lines(value, text -> Names.name("service", text));
    }

    @POST
    public FormValidation doCheckRequiredTarget(@QueryParameter String value) {
        return Forms.optional(value, text -> Names.name("required target", text));
    }

    @POST
    public FormValidation doCheckRequiredCheck(@QueryParameter String value) {
        return Forms.optional(value, text -> Names.name("required check", text));
    }

    @POST
    public FormValidation doCheckTemplates(@QueryParameter String value) {
        return Forms.lines(value, Checks::path);
    }

    @POST
    public FormValidation doCheckRequiredKeys(@QueryParameter String value) {
        return Forms.lines(value, Checks::path);
    }

    @POST
    public ListBoxModel doFillAtRestItems() {
        return Forms.words(AT_REST);
    }

    @POST
    public ListBoxModel doFillAgentItems() {
        ListBoxModel box = new ListBoxModel();
        if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            box.add(Jenkins.get().getDisplayName(), ConnectionTest.BUILT_IN);
            Jenkins.get().getNodes().forEach(node -> box.add(node.getDisplayName(), node.getNodeName()));
        }
        return box;
    }

    /** Reaches the target from an agent with what the form holds now; saves nothing. */
    @POST
    public FormValidation doTestConnection(
            StaplerRequest2 request, @QueryParameter String agent, @QueryParameter int port)
            throws InterruptedException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        ComposeHost target = new ComposeHost(
                request.getParameter("host"), request.getParameter("user"), request.getParameter("directory"));
        target.setName(request.getParameter("name"));
        target.setPort(port);
        target.setHostKey(request.getParameter("hostKey"));
        target.setProxyJump(request.getParameter("proxyJump"));
        target.setProxyCommand(request.getParameter("proxyCommand"));
        target.setSshCredentialsId(request.getParameter("sshCredentialsId"));
        return ConnectionTest.run(agent, target);
    }
}
