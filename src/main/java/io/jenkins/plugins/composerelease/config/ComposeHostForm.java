package io.jenkins.plugins.composerelease.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Descriptor;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

/** What the form of a target asks the controller. */
public abstract class ComposeHostForm extends Descriptor<ComposeHost> {
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
}
