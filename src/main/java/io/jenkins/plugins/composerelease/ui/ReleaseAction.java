package io.jenkins.plugins.composerelease.ui;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Item;
import hudson.model.Run;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.WebMethod;

/**
 * The releases of a run, as its page "Release" shows them. Thread-safe. It keeps itself: names, states and links in the
 * run's own file, plans, results and events in files beside it. Gets no secret.
 */
public final class ReleaseAction implements RunAction2, StaplerProxy {
    private static final Logger LOGGER = Logger.getLogger(ReleaseAction.class.getName());

    // Lists are replaced, never changed: Jenkins writes them to disk without asking for a lock.
    private volatile List<ReleaseEntry> entries = new ArrayList<>();
    private volatile List<PlanEntry> plans = new ArrayList<>();
    private volatile List<IssueEntry> issues = new ArrayList<>();
    private transient Run<?, ?> run;
    private transient Map<String, LiveEvents> live;

    private ReleaseAction(Run<?, ?> run) {
        onAttached(run);
    }

    /** The run's action; adds one to a run that has none. */
    public static ReleaseAction of(Run<?, ?> run) {
        ReleaseAction action = run.getAction(ReleaseAction.class);
        if (action != null) {
            return action;
        }
        synchronized (ReleaseAction.class) {
            action = run.getAction(ReleaseAction.class);
            if (action == null) {
                action = new ReleaseAction(run);
                run.addAction(action);
            }
            return action;
        }
    }

    /**
     * A command of the engine begins.
     *
     * @param target target's name, or empty
     * @return id of the entry, for {@link #event} and {@link #end}
     */
    public String begin(String title, String target) {
        String id;
        synchronized (this) {
            id = String.valueOf(entries.size() + 1);
            entries = with(
                    entries, new ReleaseEntry(id, title, target, Instant.now().toEpochMilli()));
        }
        save();
        return id;
    }

    /** An event of the engine, as JSON. One that is not understood is left out. */
    public void event(String entry, String json) {
        entry(entry).ifPresent(known -> live(known.getId()).add(json));
    }

    /** The entry's command has ended. {@code resultJson} is its result file; null or empty when nobody knows. */
    public void end(String entry, String resultJson) {
        Optional<ReleaseEntry> known = entry(entry);
        if (known.isEmpty()) {
            return;
        }
        ResultText result = ResultText.read(resultJson);
        files().write(ReleaseFiles.result(entry), resultJson == null ? "" : resultJson);
        live(entry).close();
        synchronized (this) {
            entries = replace(
                    entries, entry, found -> found.ended(result, Instant.now().toEpochMilli()));
        }
        save();
        entry(entry).ifPresent(ended -> remember(ended, resultJson));
    }

    /**
     * A plan that is put before an approver.
     *
     * @param planId the plan's id
     * @param planJson what {@code plan --json} prints
     */
    public void plan(String planId, String target, String planJson) {
        files().write(ReleaseFiles.plan(planId), planJson);
        synchronized (this) {
            List<PlanEntry> others = new ArrayList<>(plans);
            others.removeIf(plan -> plan.getId().equals(planId));
            plans = with(others, new PlanEntry(planId, target, Instant.now().toEpochMilli()));
        }
        save();
    }

    /** Somebody approved a plan. */
    public void approved(String planId, String approver) {
        synchronized (this) {
            List<PlanEntry> changed = new ArrayList<>(plans);
            changed.replaceAll(plan -> plan.getId().equals(planId)
                    ? plan.approved(approver, Instant.now().toEpochMilli())
                    : plan);
            plans = changed;
        }
        save();
    }

    /** An issue that the run opened, commented on or closed. */
    public void issue(String url, String title) {
        synchronized (this) {
            List<IssueEntry> others = new ArrayList<>(issues);
            others.removeIf(issue -> issue.getUrl().equals(url));
            issues = with(others, new IssueEntry(url, title));
        }
        save();
    }

    /** Nothing here is for those who may not see the job. */
    @Override
    public Object getTarget() {
        run.checkPermission(Item.READ);
        return this;
    }

    /** The result files of the commands that failed, the newest first. */
    public List<String> failures() {
        List<String> results = new ArrayList<>();
        for (ReleaseEntry entry : entries) {
            if (entry.getState() == ReleaseEntry.State.FAILED) {
                files().read(ReleaseFiles.result(entry.getId())).ifPresent(json -> results.add(0, json));
            }
        }
        return results;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    /** What the page shows, newest first. */
    public List<ReleaseItem> getItems() {
        return page().items();
    }

    /** What the build's own page says in a few lines. */
    public List<ReleaseLine> getLines() {
        return page().lines();
    }

    /** States for the script of the page, as JSON. */
    @WebMethod(name = "progress")
    public HttpResponse doProgress() {
        return HttpResponses.text(page().progress());
    }

    /** One piece of the page, as HTML. */
    @WebMethod(name = "item")
    public HttpResponse doItem(@QueryParameter String key) {
        return page().item(key)
                .<HttpResponse>map(item -> HttpResponses.forwardToView(item, "item.jelly"))
                .orElseGet(HttpResponses::notFound);
    }

    public List<ReleaseEntry> getEntries() {
        return entries;
    }

    public List<PlanEntry> getPlans() {
        return plans;
    }

    public List<IssueEntry> getIssues() {
        return issues;
    }

    @Override
    public void onAttached(Run<?, ?> attached) {
        run = attached;
        live = new ConcurrentHashMap<>();
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        onAttached(loaded);
    }

    @Override
    public String getIconFileName() {
        return "symbol-paper-plane-outline";
    }

    @Override
    public String getDisplayName() {
        return Messages.ReleaseAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "release";
    }

    ReleaseFiles files() {
        return new ReleaseFiles(run.getRootDir().toPath().resolve("compose-release"));
    }

    LiveEvents live(String entry) {
        return live.computeIfAbsent(entry, id -> new LiveEvents(files(), ReleaseFiles.live(id)));
    }

    Optional<ReleaseEntry> entry(String id) {
        return entries.stream().filter(entry -> entry.getId().equals(id)).findFirst();
    }

    private void remember(ReleaseEntry ended, String resultJson) {
        JsonNode result = PageJson.tree(resultJson);
        String hash = result.path("record").path("planHash").asText("");
        String approver = plans.stream()
                .filter(plan -> !plan.getApprover().isEmpty() && hash.startsWith(plan.getId()))
                .map(PlanEntry::getApprover)
                .findFirst()
                .orElse("");
        HistoryRow.of(run.getNumber(), ended, result, Starter.of(run), approver)
                .ifPresent(new ReleaseHistory(run.getParent())::add);
    }

    private ReleasePage page() {
        return new ReleasePage(this);
    }

    private void save() {
        try {
            run.save();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "The releases of '" + run + "' could not be saved.");
        }
    }

    private static <T> List<T> with(List<T> list, T more) {
        List<T> changed = new ArrayList<>(list);
        changed.add(more);
        return changed;
    }

    private static List<ReleaseEntry> replace(List<ReleaseEntry> list, String id, UnaryOperator<ReleaseEntry> change) {
        List<ReleaseEntry> changed = new ArrayList<>(list);
        changed.replaceAll(entry -> entry.getId().equals(id) ? change.apply(entry) : entry);
        return changed;
    }
}
