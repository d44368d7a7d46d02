package jenkins.triggers;

import hudson.model.Item;
import hudson.scm.SCM;
import java.util.Collection;

public interface SCMTriggerItem {
    Collection<? extends SCM> getSCMs();

    class SCMTriggerItems {
        private SCMTriggerItems() { throw new AssertionError(); }
        public static SCMTriggerItem asSCMTriggerItem(Item a) { throw new AssertionError(); }
    }
}
