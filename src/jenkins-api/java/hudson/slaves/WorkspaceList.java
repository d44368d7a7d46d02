package hudson.slaves;

import hudson.FilePath;

public final class WorkspaceList {
    public WorkspaceList() { throw new AssertionError(); }
    public static FilePath tempDir(FilePath a) { throw new AssertionError(); }
}
