package hudson.security;

import org.springframework.security.access.AccessDeniedException;

public interface AccessControlled {
    default void checkPermission(Permission a) throws AccessDeniedException { throw new AssertionError(); }
    default boolean hasPermission(Permission a) { throw new AssertionError(); }
}
