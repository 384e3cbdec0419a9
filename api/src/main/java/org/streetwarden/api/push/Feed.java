package org.streetwarden.api.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.streetwarden.api.cases.Database;

/** The events as platforms read them: in commit order, and day by day to prove that none is missing. Thread-safe; blocks. */
public final class Feed {

    private static final ZoneId CITY = ZoneId.of("Asia/Shanghai");
    private static final int MOST_CHARS = 4 << 20;

    /** No transaction that could still add to a day lasts longer. */
    private static final Duration LATEST_COMMIT = Duration.ofMinutes(1);

    private static final String AFTER = """
            SELECT id, body FROM platform_events
            WHERE id > :after
                AND id < coalesce((SELECT min(id) FROM platform_events WHERE body IS NULL), 9223372036854775807)
            ORDER BY id LIMIT :limit""";

    private final Database database;
    private final EventBodies bodies;
    private final Clock clock;

    Feed(Database database, EventBodies bodies, Clock clock) {
        this.database = database;
        this.bodies = bodies;
        this.clock = clock;
    }

    /**
     * Some events.
     *
     * @param bodies CloudEvents in JSON
     * @param cursor of the last one, or what was asked with
     * @param more whether there are later ones
     */
    public record Page(List<String> bodies, long cursor, boolean more) {
        public Page {
            bodies = List.copyOf(bodies);
        }
    }

    private record Row(long id, String body) {}

    /**
     * What follows a cursor.
     *
     * @param after exclusive; 0 for the beginning
     * @param limit at most so many; fewer where they are long
     */
    public Page after(long after, int limit) {
        this.bodies.write();
        List<Row> rows = database.read(handle -> handle.createQuery(AFTER)
                .bind("after", after)
                .bind("limit", limit + 1)
                .map((row, context) -> new Row(row.getLong("id"), row.getString("body")))
                .list());
        List<String> taken = new ArrayList<>();
        long cursor = after;
        int chars = 0;
        for (Row row : rows) {
            chars += row.body().length();
            if (taken.size() == limit || (chars > MOST_CHARS && !taken.isEmpty())) {
                break;
            }
            taken.add(row.body());
            cursor = row.id();
        }
        return new Page(taken, cursor, taken.size() < rows.size());
    }

    /**
     * What a platform must have of one day.
     *
     * @param count events whose time lies in the day, Asia/Shanghai
     * @param sha256 over their ids, sorted as text, each with a line feed behind it; lower-case hexadecimal
     * @param after the cursor before the first of them; 0 where there is none
     * @param upTo the cursor of the last of them; 0 where there is none
     * @param complete whether the day is over, so that nothing can be added
     */
    public record Day(LocalDate day, int count, String sha256, long after, long upTo, boolean complete) {}

    private record Member(long id, String eventId) {}

    public Day day(LocalDate day) {
        Instant from = day.atStartOfDay(CITY).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(CITY).toInstant();
        List<Member> members = database.read(handle -> handle.createQuery("""
                        SELECT id, event_id::text AS event_id FROM platform_events
                        WHERE at >= :from AND at < :to ORDER BY event_id::text COLLATE "C\"""")
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new Member(row.getLong("id"), row.getString("event_id")))
                .list());
        return new Day(
                day,
                members.size(),
                digest(members),
                members.stream().mapToLong(member -> member.id() - 1).min().orElse(0),
                members.stream().mapToLong(Member::id).max().orElse(0),
                clock.instant().isAfter(to.plus(LATEST_COMMIT)));
    }

    private static String digest(List<Member> members) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            members.forEach(member -> digest.update((member.eventId() + "\n").getBytes(US_ASCII)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
