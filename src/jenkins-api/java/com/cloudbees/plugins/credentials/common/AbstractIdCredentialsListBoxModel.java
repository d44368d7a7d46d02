package com.cloudbees.plugins.credentials.common;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.util.ListBoxModel;
import java.util.List;
import org.springframework.security.core.Authentication;

@SuppressWarnings({"rawtypes"})
public abstract class AbstractIdCredentialsListBoxModel<T extends AbstractIdCredentialsListBoxModel<T, C>, C extends IdCredentials> extends ListBoxModel {
    public AbstractIdCredentialsListBoxModel() { throw new AssertionError(); }
    public AbstractIdCredentialsListBoxModel<T, C> includeCurrentValue(String a) { throw new AssertionError(); }
    public AbstractIdCredentialsListBoxModel<T, C> includeEmptyValue() { throw new AssertionError(); }
    public AbstractIdCredentialsListBoxModel<T, C> includeMatchingAs(Authentication a, Item b, Class<? extends C> c, List<DomainRequirement> d, CredentialsMatcher e) { throw new AssertionError(); }
    public AbstractIdCredentialsListBoxModel<T, C> includeMatchingAs(Authentication a, ItemGroup b, Class<? extends C> c, List<DomainRequirement> d, CredentialsMatcher e) { throw new AssertionError(); }
}
