package io.jenkins.plugins.composerelease.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** The list boxes of credentials in forms. */
public final class CredentialBoxes {
    private CredentialBoxes() {}

    /**
     * The credentials that have one of these parts and that the form's job could use. Who may not see them gets the
     * current value only.
     *
     * @param item the job or folder of the form; null on Jenkins' own pages
     * @param current the current value
     * @param parts as in {@link RequestSecrets#reference}; none means all
     */
    public static ListBoxModel fill(Item item, String current, String... parts) {
        StandardListBoxModel box = new StandardListBoxModel();
        String value = current == null ? "" : current;
        if (!mayList(item)) {
            return box.includeCurrentValue(value);
        }
        Set<Class<? extends StandardCredentials>> types = CredentialPart.types(List.of(parts));
        box.includeEmptyValue();
        if (item == null) {
            box.includeMatchingAs(
                    ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, List.of(), c -> isOne(types, c));
        } else {
            box.includeMatchingAs(
                    authentication(item), item, StandardCredentials.class, List.of(), c -> isOne(types, c));
        }
        return box.includeCurrentValue(value);
    }

    /** The parts that a form can offer. */
    public static List<String> parts() {
        return CredentialPart.labels();
    }

    /** Whether the user may see which credentials there are. */
    public static boolean mayList(Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    private static boolean isOne(Set<Class<? extends StandardCredentials>> types, Object credential) {
        return types.stream().anyMatch(type -> type.isInstance(credential));
    }

    private static Authentication authentication(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }
}
