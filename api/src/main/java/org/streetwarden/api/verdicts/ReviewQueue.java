package org.streetwarden.api.verdicts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseSummary;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.Scope;

/**
 * Deals waiting cases out to reviewers, the oldest raise first, each to one of them at a time. A claim runs out by itself, so
 * that who goes away holds nothing up. Thread-safe; blocks on the database.
 */
public final class ReviewQueue {

    /** How long a case is kept for who got it, unless he asks for it again. */
    public static final Duration HELD = Duration.ofSeconds(90);

    /** Up to so many are counted; beyond, that there are more is all that is said. */
    public static final int MOST_COUNTED = 1000;

    private static final String WAITING = "c.status = 'PENDING_REVIEW' AND ";
    private static final String OTHERS = " AND NOT EXISTS (SELECT 1 FROM review_claims r"
            + " WHERE r.case_id = c.id AND r.until > :now AND r.who <> :who)";
    private static final String OF_THE_KINDS = " AND (CAST(:kinds AS text[]) = '{}' OR c.kind = ANY(:kinds))";

    private final Database database;
    private final CaseIndex cases;
    private final Clock clock;

    public ReviewQueue(Database database, CaseIndex cases, Clock clock) {
        this.database = database;
        this.cases = cases;
        this.clock = clock;
    }

    /**
     * What a reviewer wants.
     *
     * @param who gets them
     * @param scope what he may see
     * @param kinds empty for all
     * @param held numbers of cases that he has before him
     * @param left numbers of cases that he put off
     * @param wanted how many he is to have in all
     */
    public record Wish(String who, Scope scope, Set<String> kinds, List<String> held, List<String> left, int wanted) {

        public Wish {
            kinds = Set.copyOf(kinds);
            held = List.copyOf(held);
            left = List.copyOf(left);
        }
    }

    /**
     * What he gets.
     *
     * @param cases those that he holds still, in his order, then the oldest that wait
     * @param until when others may get them
     * @param waiting how many wait that he may see, others' among them, at most {@link #MOST_COUNTED}
     * @param more whether there are more than that
     */
    public record Deal(List<CaseSummary> cases, Instant until, int waiting, boolean more) {

        public Deal {
            cases = List.copyOf(cases);
        }
    }

    public Deal deal(Wish wish) {
        return database.write(handle -> {
            lock(handle);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Instant until = now.plus(HELD);
            handle.createUpdate("DELETE FROM review_claims WHERE until <= :now")
                    .bind("now", now)
                    .execute();
            List<String> dealt = held(handle, wish, now);
            if (dealt.size() < wish.wanted()) {
                dealt.addAll(oldest(handle, wish, now, wish.wanted() - dealt.size()));
            }
            claim(handle, wish.who(), dealt, until);
            int waiting = waiting(handle, wish);
            List<CaseSummary> found = cases.byNumber(handle, dealt).values().stream()
                    .sorted(Comparator.comparingInt(each -> dealt.indexOf(each.caseNo())))
                    .toList();
            return new Deal(found, until, Math.min(waiting, MOST_COUNTED), waiting > MOST_COUNTED);
        });
    }

    /** One deals at a time, which takes a few milliseconds; nothing else waits for it. */
    private static void lock(Handle handle) {
        handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('review queue', 0)) IS NULL")
                .mapTo(Boolean.class)
                .one();
    }

    private static List<String> held(Handle handle, Wish wish, Instant now) {
        List<String> waiting = handle.createQuery("SELECT c.case_no FROM cases c WHERE c.case_no = ANY(:held) AND "
                        + WAITING + wish.scope().condition() + OTHERS)
                .bind("held", wish.held().toArray(String[]::new))
                .bind("now", now)
                .bind("who", wish.who())
                .bindMap(wish.scope().values())
                .mapTo(String.class)
                .list();
        return new ArrayList<>(
                wish.held().stream().filter(waiting::contains).distinct().toList());
    }

    private static List<String> oldest(Handle handle, Wish wish, Instant now, int most) {
        List<String> passed = new ArrayList<>(wish.held());
        passed.addAll(wish.left());
        return handle.createQuery("SELECT c.case_no FROM cases c WHERE c.case_no <> ALL(:passed) AND " + WAITING
                        + wish.scope().condition() + OF_THE_KINDS + OTHERS
                        + " ORDER BY c.raised_at, c.id LIMIT :most")
                .bind("passed", passed.toArray(String[]::new))
                .bind("kinds", wish.kinds().toArray(String[]::new))
                .bind("now", now)
                .bind("who", wish.who())
                .bind("most", most)
                .bindMap(wish.scope().values())
                .mapTo(String.class)
                .list();
    }

    private static void claim(Handle handle, String who, List<String> caseNos, Instant until) {
        handle.createUpdate("""
                        INSERT INTO review_claims (case_id, who, until)
                        SELECT id, :who, :until FROM cases WHERE case_no = ANY(:numbers)
                        ON CONFLICT (case_id) DO UPDATE SET who = EXCLUDED.who, until = EXCLUDED.until""")
                .bind("who", who)
                .bind("until", until)
                .bind("numbers", caseNos.toArray(String[]::new))
                .execute();
    }

    private static int waiting(Handle handle, Wish wish) {
        return handle.createQuery("SELECT count(*) FROM (SELECT 1 FROM cases c WHERE " + WAITING
                        + wish.scope().condition() + OF_THE_KINDS + " LIMIT :most) waiting")
                .bind("kinds", wish.kinds().toArray(String[]::new))
                .bind("most", MOST_COUNTED + 1)
                .bindMap(wish.scope().values())
                .mapTo(Integer.class)
                .one();
    }
}
