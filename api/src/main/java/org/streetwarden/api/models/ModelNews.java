package org.streetwarden.api.models;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Announcement;
import org.streetwarden.api.cases.Database;
import org.streetwarden.casefile.WorkerRecord.Agreement;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;

/** What workers say of models: reports are added up once, a rollback at a worker becomes one here. Used by one thread. */
public final class ModelNews {

    /** How long a report may come again; an older one is not counted, so that none is counted twice. */
    static final Duration KEEP_REPORTS = Duration.ofDays(7);

    private static final Duration KEEP_EVENTS = Duration.ofDays(30);
    private static final Duration KEEP_TOTALS = Duration.ofDays(400);
    private static final Duration REMOVE_EVERY = Duration.ofHours(1);
    private static final Duration CLOCK_ERROR = Duration.ofHours(1);
    private static final int MAX_TAGGED_LABELS = 200;

    private final Database database;
    private final ModelSteps steps;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Set<String> taggedLabels = new HashSet<>();
    private Instant removeAt = Instant.MIN;

    public ModelNews(Database database, ModelSteps steps, Clock clock, MeterRegistry metrics) {
        this.database = database;
        this.steps = steps;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** @return whether the report was added up, for the first time */
    public boolean add(ModelReport report) {
        Instant now = clock.instant();
        removeOld(now);
        boolean timely =
                report.to().isAfter(now.minus(KEEP_REPORTS)) && report.to().isBefore(now.plus(CLOCK_ERROR));
        boolean added = timely && database.write(handle -> addOnce(handle, report, now));
        if (added) {
            count(report);
        }
        return added;
    }

    private static boolean addOnce(Handle handle, ModelReport report, Instant now) {
        boolean fresh = handle.createUpdate("INSERT INTO model_reports VALUES (:id, :now) ON CONFLICT DO NOTHING")
                        .bind("id", report.reportId())
                        .bind("now", now)
                        .execute()
                > 0;
        if (fresh) {
            ReportTotals.add(
                    handle, report, report.to().atOffset(ZoneOffset.UTC).toLocalDate());
            WorkerRows.looking(handle, report);
        }
        return fresh;
    }

    /** @return whether the event is new */
    public boolean note(ModelEvent event) {
        Instant now = StepRows.now(clock);
        record Outcome(boolean fresh, boolean rolledBack) {}
        Outcome outcome = database.write(handle -> {
            boolean fresh = WorkerRows.keep(handle, event, now);
            boolean back = fresh && event.step() == ModelEvent.Step.ROLLED_BACK && steps.rollBack(handle, event);
            if (fresh) {
                WorkerRows.happened(handle, event);
            }
            if (fresh && !back && isKnown(handle, event)) {
                Announcement.write(handle, "model-changed", event.model().sha256(), now);
            }
            return new Outcome(fresh, back);
        });
        if (outcome.fresh()) {
            metrics.counter("streetwarden.model.events", "step", event.step().name())
                    .increment();
        }
        if (outcome.rolledBack()) {
            steps.rolledBack();
        }
        return outcome.fresh();
    }

    private static boolean isKnown(Handle handle, ModelEvent event) {
        return ModelRows.find(handle, event.model().sha256()).isPresent();
    }

    private void count(ModelReport report) {
        Tags tags = Tags.of(
                "model", report.model().name() + "-" + report.model().version(),
                "group", report.group(),
                "role", report.role().name());
        metrics.counter("streetwarden.model.looks", tags).increment((double) report.looks());
        metrics.counter("streetwarden.model.failures", tags).increment((double) report.failures());
        metrics.counter("streetwarden.model.raises", tags).increment((double) report.raises());
        metrics.counter("streetwarden.model.seconds", tags).increment(report.meanUs() / 1e6 * report.looks());
        report.agreement().forEach((label, agreement) -> count(tags.and("label", tag(label)), agreement));
    }

    private void count(Tags tags, Agreement agreement) {
        String name = "streetwarden.model.agreement";
        metrics.counter(name, tags.and("seen", "both")).increment((double) agreement.both());
        metrics.counter(name, tags.and("seen", "only-active")).increment((double) agreement.onlyActive());
        metrics.counter(name, tags.and("seen", "only-shadow")).increment((double) agreement.onlyShadow());
    }

    /** Labels come from packages; a bounded number of them becomes tags. */
    private String tag(String label) {
        if (taggedLabels.contains(label) || taggedLabels.size() < MAX_TAGGED_LABELS) {
            taggedLabels.add(label);
            return label;
        }
        return "other";
    }

    private void removeOld(Instant now) {
        if (now.isBefore(removeAt)) {
            return;
        }
        removeAt = now.plus(REMOVE_EVERY);
        database.write(handle -> {
            remove(
                    handle,
                    "model_reports",
                    "received_at",
                    now.minus(KEEP_REPORTS).minus(CLOCK_ERROR));
            remove(handle, "model_events", "received_at", now.minus(KEEP_EVENTS));
            remove(handle, "model_totals", "day", now.minus(KEEP_TOTALS));
            remove(handle, "model_workers", "seen_at", now.minus(KEEP_EVENTS));
            return null;
        });
    }

    private static void remove(Handle handle, String table, String column, Instant before) {
        handle.createUpdate("DELETE FROM " + table + " WHERE " + column + " < :before")
                .bind("before", before)
                .execute();
    }
}
