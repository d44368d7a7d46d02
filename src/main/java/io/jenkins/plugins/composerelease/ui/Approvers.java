package io.jenkins.plugins.composerelease.ui;

import hudson.security.SecurityRealm;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** Whether the current user is among those whom a target lists. Administrators pass no list that they are not on. */
final class Approvers {
    private Approvers() {}

    static boolean allow(List<String> approvers) {
        if (approvers.isEmpty()) {
            return true;
        }
        SecurityRealm realm = Jenkins.get().getSecurityRealm();
        Authentication user = Jenkins.getAuthentication2();
        return approvers.stream()
                .anyMatch(name -> realm.getUserIdStrategy().equals(name, user.getName())
                        || user.getAuthorities().stream()
                                .anyMatch(group -> realm.getGroupIdStrategy().equals(name, group.getAuthority())));
    }
}
