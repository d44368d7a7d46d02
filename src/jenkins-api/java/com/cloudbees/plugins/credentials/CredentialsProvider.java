package com.cloudbees.plugins.credentials;

import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.ExtensionPoint;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.ItemGroup;
import hudson.model.Run;
import hudson.security.Permission;
import java.util.List;
import org.jenkins.ui.icon.IconSpec;
import org.springframework.security.core.Authentication;

@SuppressWarnings({"rawtypes"})
public abstract class CredentialsProvider extends Descriptor<CredentialsProvider> implements ExtensionPoint, Describable<CredentialsProvider>, IconSpec {
    public static final Permission USE_ITEM = null;
    public CredentialsProvider() { throw new AssertionError(); }
    public static <C extends IdCredentials> C findCredentialById(String a, Class<C> b, Run<?, ?> c, List<DomainRequirement> d) { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public static <C extends Credentials> List<C> lookupCredentialsInItemGroup(Class<C> a, ItemGroup b, Authentication c, List<DomainRequirement> d) { throw new AssertionError(); }
    public static <C extends Credentials> C track(Run a, C b) { throw new AssertionError(); }
}
