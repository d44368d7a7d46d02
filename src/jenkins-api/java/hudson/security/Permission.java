package hudson.security;

public final class Permission {
    @Deprecated public Permission(PermissionGroup a, String b, Permission c) { throw new AssertionError(); }
}
