package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Commands of a service that reads its configuration while it runs, as a reverse proxy does. */
public final class HookEntry implements Describable<HookEntry>, RequestPart, Serializable {
    private static final long serialVersionUID = 1L;
    private final String service;
    private List<String> validate = new ArrayList<>();
    private List<String> reload = new ArrayList<>();

    @DataBoundConstructor
    public HookEntry(String service) {
        this.service = Util.fixEmptyAndTrim(service);
    }

    public String getService() {
        return service;
    }

    public List<String> getValidate() {
        return Lines.copy(validate);
    }

    @DataBoundSetter
    public void setValidate(List<String> validate) {
        this.validate = Lines.of(validate);
    }

    public List<String> getReload() {
        return Lines.copy(reload);
    }

    @DataBoundSetter
    public void setReload(List<String> reload) {
        this.reload = Lines.of(reload);
    }

    /** What stands under the service's name. */
    @Override
    public ObjectNode request(RequestSecrets secrets) throws AbortException {
        RequestJson json = new RequestJson("Hook of service '" + service + "'");
        json.required("service", service, text -> Names.name("service", text)); // for its check alone
        if (validate.isEmpty() && reload.isEmpty()) {
            throw new AbortException(
                    "Hook of service '" + service + "': it has no command. Give validate, reload or both.");
        }
        return new RequestJson("Hook of service '" + service + "'")
                .texts("validate", validate, Checks::line)
                .texts("reload", reload, Checks::line)
                .json();
    }

    /** Form and symbol. */
    @Extension
    @Symbol("hook")
    public static final class DescriptorImpl extends Descriptor<HookEntry> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.HookEntry_displayName();
        }

        @POST
        public FormValidation doCheckService(@QueryParameter String value) {
            return Forms.required(value, text -> Names.name("service", text));
        }
    }
}
