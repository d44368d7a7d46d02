package io.jenkins.plugins.composerelease.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.List;
import jenkins.model.Jenkins;

/** Finds a credential and takes a part out of it. */
@FunctionalInterface
interface CredentialSource {
    Taken find(String id, String part, String use) throws AbortException;

    /** What the run may use. */
    static CredentialSource of(Run<?, ?> run, String step) {
        String job = run.getParent().getFullName();
        return (id, part, use) -> {
            StandardCredentials found =
                    CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
            if (found == null) {
                throw new AbortException(missing(id, part, use, step, "job '" + Text.printable(job) + "'")
                        + " Credentials of scope System and those of other folders cannot be used by a job:"
                        + " create it in Jenkins' or this folder's credentials with scope Global, or correct the id.");
            }
            CredentialsProvider.track(run, found);
            return CredentialPart.of(found, part, use);
        };
    }

    /**
     * Jenkins' own credentials.
     *
     * @param run what uses them; null outside of a run
     */
    static CredentialSource ofJenkins(Run<?, ?> run, String step) {
        return (id, part, use) -> {
            StandardCredentials found = CredentialsMatchers.firstOrNull(
                    CredentialsProvider.lookupCredentialsInItemGroup(
                            StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of()),
                    CredentialsMatchers.withId(id));
            if (found == null) {
                throw new AbortException(missing(id, part, use, step, "Jenkins' own credentials")
                        + " Ask an administrator to create it in Manage Jenkins, Credentials, or to correct the id.");
            }
            if (run != null) {
                CredentialsProvider.track(run, found);
            }
            return CredentialPart.of(found, part, use);
        };
    }

    private static String missing(String id, String part, String use, String step, String place) throws AbortException {
        return "Credential '" + Text.printable(id) + "' (" + use + ") of " + step + " was not found in " + place
                + ", expected " + CredentialPart.expected(part) + ".";
    }
}
