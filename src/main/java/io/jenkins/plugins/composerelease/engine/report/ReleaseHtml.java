package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.Plan;
import java.util.function.UnaryOperator;

/** Parts of the HTML report for a page that has a head and a style sheet of its own. What it is given is masked already. */
public final class ReleaseHtml {
    private ReleaseHtml() {}

    /**
     * One release, as an {@code article} with the id {@code release-<number>}.
     *
     * @param state words for where it got to; empty for those of the report's own state
     */
    public static String release(int number, ReleaseReport report, String state) {
        Html html = new Html(UnaryOperator.identity());
        new ReleaseSection(html, number, report).state(state).write();
        return html.toString();
    }

    /** The tables of a plan. */
    public static String plan(Plan plan) {
        Html html = new Html(UnaryOperator.identity());
        new PlanTables(html, plan).write();
        return html.toString();
    }

    /** {@code 2 services change, 1 migration}. */
    public static String summary(Plan plan) {
        return PlanTables.summary(plan);
    }
}
