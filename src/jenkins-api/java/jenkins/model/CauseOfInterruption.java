package jenkins.model;

import java.io.Serializable;

public abstract class CauseOfInterruption implements Serializable {
    public CauseOfInterruption() { throw new AssertionError(); }
    public abstract String getShortDescription();
}
