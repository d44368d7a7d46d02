package org.jenkinsci.plugins.workflow;

import hudson.FilePath;

public class FilePathUtils {
    private FilePathUtils() { throw new AssertionError(); }
    public static FilePath find(String a, String b) { throw new AssertionError(); }
    public static String getNodeName(FilePath a) throws IllegalStateException { throw new AssertionError(); }
}
