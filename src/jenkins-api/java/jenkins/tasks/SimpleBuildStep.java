package jenkins.tasks;

import hudson.tasks.BuildStep;

public interface SimpleBuildStep extends BuildStep {}
