package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A place to release to: a host with Docker, and what a release does there. */
public final class ComposeHost extends ReleaseRules implements RequestPart {
    private static final long serialVersionUID = 1L;
    private String project;
    private List<String> files = new ArrayList<>();
    private List<String> profiles = new ArrayList<>();
    private List<String> transfer = new ArrayList<>();
    private List<String> envFiles = new ArrayList<>();
    private List<String> variables = new ArrayList<>();
    private List<SecretEntry> secrets = new ArrayList<>();
    private String atRest = "memory";
    private List<String> services = new ArrayList<>();
    private MigrationEntry migration;
    private BackupEntry backup;
    private List<WaitCondition> wait = new ArrayList<>();
    private List<HttpCheck> verification = new ArrayList<>();
    private String stability = "5s";
    private String timeout = "2m";
    private int keep = 10;
    private List<String> approvers = new ArrayList<>();
    private List<String> branches = new ArrayList<>();
    private List<String> jobs = new ArrayList<>();
    private boolean approvalRequired;
    private String rollbackJob;
    private String registryUrl; // the endpoint's own class is not serializable
    private String registryCredentialsId;

    @DataBoundConstructor
    public ComposeHost(String host, String user, String directory) {
        super(host, user, directory);
    }

    public String getProject() {
        return project;
    }

    @DataBoundSetter
    public void setProject(String project) {
        this.project = Util.fixEmptyAndTrim(project);
    }

    public List<String> getFiles() {
        return Lines.copy(files);
    }

    @DataBoundSetter
    public void setFiles(List<String> files) {
        this.files = Lines.of(files);
    }

    public List<String> getProfiles() {
        return Lines.copy(profiles);
    }

    @DataBoundSetter
    public void setProfiles(List<String> profiles) {
        this.profiles = Lines.of(profiles);
    }

    public List<String> getTransfer() {
        return Lines.copy(transfer);
    }

    @DataBoundSetter
    public void setTransfer(List<String> transfer) {
        this.transfer = Lines.of(transfer);
    }

    public List<String> getEnvFiles() {
        return Lines.copy(envFiles);
    }

    @DataBoundSetter
    public void setEnvFiles(List<String> envFiles) {
        this.envFiles = Lines.of(envFiles);
    }

    public List<String> getVariables() {
        return Lines.copy(variables);
    }

    @DataBoundSetter
    public void setVariables(List<String> variables) {
        this.variables = Lines.of(variables);
    }

    public List<SecretEntry> getSecrets() {
        return Lines.copy(secrets);
    }

    @DataBoundSetter
    public void setSecrets(List<SecretEntry> secrets) {
        this.secrets = Lines.copy(secrets);
    }

    public String getAtRest() {
        return Lines.or(atRest, "memory"); // a target saved before there was a choice has none
    }

    @DataBoundSetter
    public void setAtRest(String atRest) {
        this.atRest = Lines.or(atRest, "memory");
    }

    public List<String> getServices() {
        return Lines.copy(services);
    }

    @DataBoundSetter
    public void setServices(List<String> services) {
        this.services = Lines.of(services);
    }

    public MigrationEntry getMigration() {
        return migration;
    }

    @DataBoundSetter
    public void setMigration(MigrationEntry migration) {
        this.migration = migration;
    }

    public BackupEntry getBackup() {
        return backup;
    }

    @DataBoundSetter
    public void setBackup(BackupEntry backup) {
        this.backup = backup;
    }

    public List<WaitCondition> getWait() {
        return Lines.copy(wait);
    }

    @DataBoundSetter
    public void setWait(List<WaitCondition> wait) {
        this.wait = Lines.copy(wait);
    }

    public List<HttpCheck> getVerification() {
        return Lines.copy(verification);
    }

    @DataBoundSetter
    public void setVerification(List<HttpCheck> verification) {
        this.verification = Lines.copy(verification);
    }

    public String getStability() {
        return stability;
    }

    @DataBoundSetter
    public void setStability(String stability) {
        this.stability = Lines.or(stability, "5s");
    }

    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Lines.or(timeout, "2m");
    }

    public int getKeep() {
        return keep;
    }

    @DataBoundSetter
    public void setKeep(int keep) {
        this.keep = keep;
    }

    public List<String> getApprovers() {
        return Lines.copy(approvers);
    }

    @DataBoundSetter
    public void setApprovers(List<String> approvers) {
        this.approvers = Lines.of(approvers);
    }

    public List<String> getBranches() {
        return Lines.copy(branches);
    }

    @DataBoundSetter
    public void setBranches(List<String> branches) {
        this.branches = Lines.of(branches);
    }

    public List<String> getJobs() {
        return Lines.copy(jobs);
    }

    @DataBoundSetter
    public void setJobs(List<String> jobs) {
        this.jobs = Lines.of(jobs);
    }

    public boolean isApprovalRequired() {
        return approvalRequired;
    }

    @DataBoundSetter
    public void setApprovalRequired(boolean approvalRequired) {
        this.approvalRequired = approvalRequired;
    }

    public String getRollbackJob() {
        return rollbackJob;
    }

    @DataBoundSetter
    public void setRollbackJob(String rollbackJob) {
        this.rollbackJob = Util.fixEmptyAndTrim(rollbackJob);
    }

    public DockerRegistryEndpoint getRegistry() {
        return Registries.endpoint(registryUrl, registryCredentialsId);
    }

    @DataBoundSetter
    public void setRegistry(DockerRegistryEndpoint registry) {
        registryUrl = registry == null ? null : registry.getUrl();
        registryCredentialsId = registry == null ? null : registry.getCredentialsId();
    }

    /** An entry of {@code targets}. */
    @Override
    public ObjectNode request(RequestSecrets from) throws AbortException {
        RequestJson json = address(from)
                .text("project", project, Names::project)
                .texts("files", getFiles(), Checks::path)
                .texts("profiles", getProfiles(), profile -> Names.name("profile", profile))
                .texts("transfer", getTransfer(), Checks::path)
                .texts("envFiles", getEnvFiles(), Checks::path)
                .pairs("variables", getVariables(), name -> Names.variable("variable", name), Checks::line)
                .items("secrets", getSecrets(), from)
                .word("atRest", getAtRest(), ComposeHostForm.AT_REST)
                .node("registry", Registries.request(getRegistry(), from))
                .texts("services", getServices(), service -> Names.name("service", service));
        return rules(json, from)
                .node("migration", migration == null ? null : migration.request(from))
                .node("backup", backup == null ? null : backup.request(from))
                .node("wait", WaitCondition.request(getWait()))
                .items("verification", getVerification(), from)
                .duration("stability", stability)
                .duration("timeout", timeout)
                .number("keep", keep, 2)
                .json();
    }

    /** What it takes to look at the target and nothing else: no secret but the key to its host. */
    public ObjectNode requestToLook(RequestSecrets from) throws AbortException {
        return address(from)
                .text("project", project, Names::project)
                .texts("files", getFiles(), Checks::path)
                .json();
    }

    /**
     * Refuses runs of jobs and branches that this target does not take.
     *
     * @throws AbortException if the run may not release here; the message says who may
     */
    public void mayDeploy(Run<?, ?> run) throws AbortException {
        new Admission(targetName(), getJobs(), getBranches()).require(run);
    }

    /** Form and symbol. */
    @Extension
    @Symbol("composeHost")
    public static final class DescriptorImpl extends ComposeHostForm {}
}
