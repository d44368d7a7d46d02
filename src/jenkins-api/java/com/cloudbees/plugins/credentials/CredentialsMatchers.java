package com.cloudbees.plugins.credentials;

public class CredentialsMatchers {
    private CredentialsMatchers() { throw new AssertionError(); }
    public static <C extends Credentials> C firstOrNull(Iterable<C> a, CredentialsMatcher b) { throw new AssertionError(); }
    public static CredentialsMatcher withId(String a) { throw new AssertionError(); }
}
