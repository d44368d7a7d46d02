package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.model.User;
import hudson.security.SecurityRealm;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import jenkins.model.IdStrategy;
import jenkins.model.Jenkins;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** Who may approve releases to a target: users and groups. */
final class Approvers {
    private Approvers() {}

    /**
     * The submitters of an approval.
     *
     * @param asked of the step: users and groups, with commas; it can only narrow what the target has. Null for all
     * @return with commas; null for everybody who may build the job
     * @throws AbortException if nobody is left
     */
    static String submitters(ReleaseTarget target, String asked) throws AbortException {
        List<String> allowed = target.approvers();
        List<String> wanted = asked == null
                ? List.of()
                : Arrays.stream(asked.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        if (allowed.isEmpty() || wanted.isEmpty()) {
            List<String> either = allowed.isEmpty() ? wanted : allowed;
            return either.isEmpty() ? null : String.join(",", either);
        }
        List<String> both =
                wanted.stream().filter(name -> contains(allowed, name)).toList();
        if (both.isEmpty()) {
            throw new AbortException(
                    "Nobody could approve: submitter is '" + asked + "', but the approvers of target '" + target.name()
                            + "' are: " + String.join(", ", allowed) + ". Name some of these, or no submitter.");
        }
        return String.join(",", both);
    }

    private static boolean contains(List<String> approvers, String name) {
        SecurityRealm realm = Jenkins.get().getSecurityRealm();
        return approvers.stream()
                .anyMatch(approver -> realm.getUserIdStrategy().equals(approver, name)
                        || realm.getGroupIdStrategy().equals(approver, name));
    }

    /** Whether a user is one of the target's approvers or in one of their groups; everybody is where it has none. */
    static boolean mayApprove(ReleaseTarget target, String userId) {
        List<String> approvers = target.approvers();
        if (approvers.isEmpty()) {
            return true;
        }
        SecurityRealm realm = Jenkins.get().getSecurityRealm();
        return matches(approvers, userId, realm.getUserIdStrategy())
                || groups(userId).stream()
                        .anyMatch(group -> matches(approvers, group.getAuthority(), realm.getGroupIdStrategy()));
    }

    private static boolean matches(List<String> approvers, String name, IdStrategy strategy) {
        return approvers.stream().anyMatch(approver -> strategy.equals(approver, name));
    }

    private static Collection<? extends GrantedAuthority> groups(String userId) {
        User user = User.getById(userId, false);
        try {
            return user == null ? List.of() : user.impersonate2().getAuthorities();
        } catch (UsernameNotFoundException e) {
            return List.of(); // gone since: member of nothing
        }
    }
}
