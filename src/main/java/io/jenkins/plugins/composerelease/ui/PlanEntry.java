package io.jenkins.plugins.composerelease.ui;

import java.io.Serializable;

/** A plan on the page of its run. */
public final class PlanEntry implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String target;
    private final long made;
    private final String approver;
    private final long approved;

    PlanEntry(String id, String target, long made) {
        this(id, target, made, "", 0);
    }

    private PlanEntry(String id, String target, long made, String approver, long approved) {
        this.id = id;
        this.target = target;
        this.made = made;
        this.approver = approver;
        this.approved = approved;
    }

    PlanEntry approved(String by, long now) {
        return new PlanEntry(id, target, made, by, now);
    }

    public String getId() {
        return id;
    }

    public String getTarget() {
        return target;
    }

    /** Milliseconds since 1970. */
    public long getMade() {
        return made;
    }

    /** Who approved it, or empty. */
    public String getApprover() {
        return approver;
    }

    /** Milliseconds since 1970; 0 when nobody did. */
    public long getApproved() {
        return approved;
    }
}
