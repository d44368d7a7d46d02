package jenkins.model;

public interface DependencyDeclarer {}
