package hudson.model;

import java.util.List;
import jenkins.model.OptionalJobProperty;

public class ParametersDefinitionProperty extends OptionalJobProperty<Job<?, ?>> implements Action {
    public ParametersDefinitionProperty(ParameterDefinition... a) { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public String getIconFileName() { throw new AssertionError(); }
    public ParameterDefinition getParameterDefinition(String a) { throw new AssertionError(); }
    public List<ParameterDefinition> getParameterDefinitions() { throw new AssertionError(); }
    public String getUrlName() { throw new AssertionError(); }
}
