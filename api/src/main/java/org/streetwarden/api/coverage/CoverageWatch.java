package org.streetwarden.api.coverage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.Announcement;
import org.streetwarden.api.cases.Database;

/**
 * Holds what workers report against the promise: counts the windows, says when too few are seen and when enough are again,
 * and removes what is old. Several apis on one database do it together. {@link #look} is called by one thread, the rest by any.
 */
public final class CoverageWatch {

    /** Windows in a row that must keep the promise before it counts as kept again. */
    static final int KEPT_AGAIN_AFTER = 2;

    private static final Logger LOG = LoggerFactory.getLogger(CoverageWatch.class);
    private static final int WINDOWS_LOOKED_BACK = 12;
    private static final Duration KEEP_CAMERAS = Duration.ofDays(1);
    private static final Duration KEEP_DAYS = Duration.ofDays(7);
    private static final Duration KEEP_WINDOWS = Duration.ofDays(35);
    private static final Duration REMOVE_EVERY = Duration.ofHours(1);
    private static final Duration STALE_AFTER = Duration.ofMinutes(2);

    private final Database database;
    private final CoverageIndex index;
    private final CoveragePromise promise;
    private final Clock clock;
    private final Runnable afterNews;
    private final Map<Sight, AtomicInteger> counts = new EnumMap<>(Sight.class);
    private volatile Standing last;
    private Instant countedTo = Instant.MIN;
    private Instant removeAt = Instant.MIN;

    /** @param afterNews called after an event was written */
    public CoverageWatch(
            Database database,
            CoverageIndex index,
            CoveragePromise promise,
            Clock clock,
            Runnable afterNews,
            MeterRegistry metrics) {
        this.database = database;
        this.index = index;
        this.promise = promise;
        this.clock = clock;
        this.afterNews = afterNews;
        for (Sight sight : Sight.values()) {
            counts.put(
                    sight,
                    metrics.gauge("streetwarden.coverage.sights", Tags.of("sight", sight.name()), new AtomicInteger()));
        }
        metrics.gauge("streetwarden.coverage.promise.seconds", promise, each -> each.every()
                .toSeconds());
        metrics.gauge("streetwarden.coverage.target", promise, CoveragePromise::share);
        metrics.gauge("streetwarden.coverage.share", this, each -> each.last == null ? Double.NaN : each.last.share());
        metrics.gauge("streetwarden.coverage.reach.seconds", this, CoverageWatch::reachSeconds);
        metrics.gauge("streetwarden.coverage.below", this, each -> each.last != null && each.last.below() ? 1 : 0);
    }

    private double reachSeconds() {
        Standing standing = last;
        return standing == null || standing.reach() == null
                ? Double.NaN
                : standing.reach().toMillis() / 1e3;
    }

    /** The last look, without asking the database; empty where it is too old to say anything. */
    public Optional<Standing> last() {
        return Optional.ofNullable(last)
                .filter(standing -> standing.at().plus(STALE_AFTER).isAfter(clock.instant()));
    }

    /** Does what is due; nothing before the schema is there. */
    public void look() {
        if (!database.migrated()) {
            return;
        }
        Instant now = clock.instant();
        if (now.isAfter(removeAt)) {
            removeAt = now.plus(REMOVE_EVERY);
            database.write(handle -> removeOld(handle, now));
        }
        count(now);
        if (database.write(handle -> judge(handle, now))) {
            afterNews.run();
        }
        Standing standing = index.standing();
        standing.counts().forEach((sight, count) -> counts.get(sight).set(count));
        last = standing;
    }

    /** The open window and the one before at every look, earlier ones once a window: late reports raise them. */
    private void count(Instant now) {
        Instant open = promise.window(now);
        int back = open.equals(countedTo) ? 1 : WINDOWS_LOOKED_BACK;
        for (int i = back; i >= 0; i--) {
            Instant start = open.minus(promise.every().multipliedBy(i));
            database.write(handle -> WindowCount.write(handle, promise, start, now));
        }
        countedTo = open;
    }

    /** @return whether an event was written */
    private boolean judge(Handle handle, Instant now) {
        record State(boolean below, int kept) {}
        State state = handle.createQuery("SELECT below, kept FROM coverage_promise FOR UPDATE")
                .map((row, context) -> new State(row.getBoolean(1), row.getInt(2)))
                .one();
        boolean news = false;
        for (CoverageWindow window : unjudged(handle, now)) {
            boolean keeps = window.share() >= promise.share();
            int kept = keeps ? Math.min(state.kept() + 1, KEPT_AGAIN_AFTER) : 0;
            boolean below = !keeps || (state.below() && kept < KEPT_AGAIN_AFTER);
            if (below != state.below()) {
                news = true;
                announce(handle, window, below, now);
            }
            state = new State(below, kept);
        }
        handle.createUpdate("UPDATE coverage_promise SET below = :below, kept = :kept")
                .bind("below", state.below())
                .bind("kept", state.kept())
                .execute();
        return news;
    }

    private List<CoverageWindow> unjudged(Handle handle, Instant now) {
        return handle
                .createQuery("""
                        UPDATE coverage_windows SET judged = true
                        WHERE window_minutes = :minutes AND NOT judged AND start_at <= :settled
                        RETURNING *""")
                .bind("minutes", promise.minutes())
                .bind("settled", now.minus(CoveragePromise.SLACK).minus(promise.every()))
                .map((row, context) -> CoverageIndex.window(row))
                .list()
                .stream()
                .filter(window -> window.living() > 0)
                .sorted((one, other) -> one.start().compareTo(other.start()))
                .toList();
    }

    private void announce(Handle handle, CoverageWindow window, boolean below, Instant now) {
        handle.createUpdate("UPDATE coverage_promise SET since = :since")
                .bind("since", window.start())
                .execute();
        Announcement.write(handle, below ? "coverage-below" : "coverage-kept", window.subject(), now);
        LOG.warn(
                "coverage {} the promise: {} of {} living cameras seen from {} within {} s",
                below ? "is below" : "keeps",
                window.seen(),
                window.living(),
                window.start(),
                window.length().toSeconds());
    }

    private Void removeOld(Handle handle, Instant now) {
        remove(handle, "coverage_reports", "received_at", now.minus(CoverageLedger.KEEP_REPORTS.multipliedBy(2)));
        remove(handle, "camera_coverage", "reported_at", now.minus(KEEP_CAMERAS));
        remove(handle, "camera_days", "day", now.minus(KEEP_DAYS));
        remove(handle, "coverage_windows", "start_at", now.minus(KEEP_WINDOWS));
        return null;
    }

    private static void remove(Handle handle, String table, String column, Instant before) {
        handle.createUpdate("DELETE FROM " + table + " WHERE " + column + " < :before")
                .bind("before", before)
                .execute();
    }
}
