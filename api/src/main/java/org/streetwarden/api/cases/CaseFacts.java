package org.streetwarden.api.cases;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;

/**
 * The facts of all cases of {@link #KEPT}, in memory and as the database has them at the moment of asking: before every answer, cases
 * that were filed or that events spoke of since are read again. Events become visible in order and with what they tell of, so
 * none is missed. Once in {@link #READ_WHOLE} everything is read anew, beside those that ask meanwhile. Thread-safe; blocks on the
 * database.
 */
public final class CaseFacts {

    static final Duration KEPT = Duration.ofDays(400);
    private static final Duration READ_WHOLE = Duration.ofDays(1);

    private static final String SINCE = """
            (c.raised_at >= :from OR c.id IN (
                SELECT o.case_id FROM case_incidents o WHERE o.joined_as = 'REOPENED' AND o.raised_at >= :from))""";
    private static final String CHANGED = """
            SELECT id FROM cases WHERE id > :case
            UNION SELECT c.id FROM events e JOIN cases c ON c.case_no = e.subject WHERE e.id > :event AND e.type LIKE 'case-%'""";

    private final Database database;
    private final Clock clock;
    private final ReentrantLock readingWhole = new ReentrantLock();
    private Kept kept;

    public CaseFacts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How far the database has been read. */
    private record Mark(long event, long caseId) {

        static Mark now(Handle handle) {
            return handle.createQuery("""
                            SELECT (SELECT coalesce(max(id), 0) FROM events), (SELECT coalesce(max(id), 0) FROM cases)""")
                    .map((row, context) -> new Mark(row.getLong(1), row.getLong(2)))
                    .one();
        }
    }

    /** What is held; used by one thread at a time. */
    private static final class Kept {

        private final Instant readAt;
        private final FactRows.Same same;
        private final Map<Long, CaseFact> facts = new HashMap<>();
        private Mark mark;
        private List<CaseFact> byLastRaise;

        Kept(Instant readAt, Handle handle) {
            this.readAt = readAt;
            same = new FactRows.Same();
            Mark upTo = Mark.now(handle);
            put(read(handle, same, from()), upTo);
        }

        Instant from() {
            return readAt.minus(KEPT);
        }

        void put(List<CaseFact> changed, Mark upTo) {
            changed.forEach(fact -> facts.put(fact.id(), fact));
            mark = upTo;
            byLastRaise = changed.isEmpty() ? byLastRaise : null;
        }

        List<CaseFact> since(long fromUs) {
            if (byLastRaise == null) {
                byLastRaise = facts.values().stream()
                        .sorted(Comparator.comparingLong(CaseFact::lastRaisedUs))
                        .toList();
            }
            int low = 0;
            for (int high = byLastRaise.size(); low < high; ) {
                int middle = (low + high) >>> 1;
                if (byLastRaise.get(middle).lastRaisedUs() < fromUs) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return byLastRaise.subList(low, byLastRaise.size());
        }
    }

    /**
     * Cases that were raised or opened again since then.
     *
     * @param from further back than {@link #KEPT} they are read for this answer alone
     */
    public List<CaseFact> since(Instant from) {
        Kept current = kept(Instant.MIN);
        if (from.isBefore(current.from())) {
            return database.snapshot(handle -> read(handle, new FactRows.Same(), from));
        }
        synchronized (this) {
            catchUp(current);
            return current.since(CaseFact.micros(from));
        }
    }

    /** Keeps what is held up to date, so that who asks need not wait long. */
    public void look() {
        if (database.migrated()) {
            Kept current = kept(clock.instant().minus(READ_WHOLE));
            synchronized (this) {
                catchUp(current);
            }
        }
    }

    /** What is held, read whole where it is older than that. */
    private Kept kept(Instant oldest) {
        Kept before = held();
        if (before != null && !before.readAt.isBefore(oldest)) {
            return before;
        }
        readingWhole.lock();
        try {
            Kept meanwhile = held();
            if (meanwhile != before) {
                return meanwhile;
            }
            Instant now = clock.instant();
            Kept fresh = database.snapshot(handle -> new Kept(now, handle));
            synchronized (this) {
                kept = fresh;
            }
            return fresh;
        } finally {
            readingWhole.unlock();
        }
    }

    private synchronized Kept held() {
        return kept;
    }

    private void catchUp(Kept current) {
        if (database.read(Mark::now).equals(current.mark)) {
            return;
        }
        database.snapshot(handle -> {
            Mark now = Mark.now(handle);
            Long[] changed = handle.createQuery(CHANGED)
                    .bind("case", current.mark.caseId())
                    .bind("event", current.mark.event())
                    .mapTo(Long.class)
                    .list()
                    .toArray(Long[]::new);
            current.put(new FactRows(handle, current.same, "c.id = ANY(:ids)", Map.of("ids", changed)).read(), now);
            return null;
        });
    }

    private static List<CaseFact> read(Handle handle, FactRows.Same same, Instant from) {
        return new FactRows(handle, same, SINCE, Map.of("from", from)).read();
    }
}
