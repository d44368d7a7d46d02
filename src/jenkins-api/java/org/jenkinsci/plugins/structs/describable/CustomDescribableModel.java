package org.jenkinsci.plugins.structs.describable;

public interface CustomDescribableModel {}
