package org.streetwarden.api.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What belongs to one handle while it takes in several records in one transaction: rows that nobody reads before its
 * end are gathered and written together, in their order, and what stays the same for all of them is looked up once. On a
 * handle that does not gather, everything happens at once. Used by the handle's thread.
 */
public final class Gathering implements JdbiConfig<Gathering> {

    private final Map<String, List<Map<String, Object>>> ahead = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
    private final Map<Object, Object> known = new HashMap<>();
    private final Map<Object, Runnable> first = new LinkedHashMap<>();
    private boolean on;

    /** @return what belongs to the handle and to each of its statements */
    @Override
    public Gathering createCopy() {
        return on ? this : new Gathering();
    }

    private static Gathering of(Handle handle) {
        return handle.getConfig(Gathering.class);
    }

    /** From here on the handle gathers, until its transaction ends. */
    public static void begin(Handle handle) {
        of(handle).on = true;
    }

    /** Whether rows are gathered at all. */
    public static boolean on(Handle handle) {
        return of(handle).on;
    }

    /**
     * Executes a statement, now or with all others of its text; different texts in the order of their first.
     *
     * @param values by name; null is one
     */
    public static void write(Handle handle, String statement, Map<String, ?> values) {
        write(handle, of(handle).rows, statement, values);
    }

    /** The same, for rows that others name: they are written ahead of all others. */
    public static void writeAhead(Handle handle, String statement, Map<String, ?> values) {
        write(handle, of(handle).ahead, statement, values);
    }

    private static void write(
            Handle handle, Map<String, List<Map<String, Object>>> rows, String statement, Map<String, ?> values) {
        if (on(handle)) {
            rows.computeIfAbsent(statement, text -> new ArrayList<>()).add(new HashMap<>(values));
        } else {
            handle.createUpdate(statement).bindMap(values).execute();
        }
    }

    /**
     * Changes the newest row of a statement while it waits to be written.
     *
     * @param fits what it must hold already
     * @return false where it does not wait
     */
    public static boolean amend(Handle handle, String statement, Map<String, ?> fits, Map<String, ?> changes) {
        List<Map<String, Object>> waiting = of(handle).rows.getOrDefault(statement, List.of());
        if (waiting.isEmpty() || !waiting.getLast().entrySet().containsAll(fits.entrySet())) {
            return false;
        }
        waiting.getLast().putAll(changes);
        return true;
    }

    /**
     * Has something done when gathered rows are written next, ahead of all of them; only on a handle that gathers.
     *
     * @param key of several with the same one only the first counts
     */
    public static void before(Handle handle, Object key, Runnable work) {
        of(handle).first.putIfAbsent(key, work);
    }

    /** What a question was answered the first time, where the handle gathers. */
    @SuppressWarnings("unchecked") // a key has one type of answer
    public static <T> T once(Handle handle, Object key, Supplier<T> question) {
        Gathering gathering = of(handle);
        if (!gathering.on) {
            return question.get();
        }
        if (!gathering.known.containsKey(key)) {
            gathering.known.put(key, question.get());
        }
        return (T) gathering.known.get(key);
    }

    /** Answers a question of {@link #once} before it is asked; only on a handle that gathers. */
    public static void answer(Handle handle, Object key, Object answer) {
        of(handle).known.put(key, answer);
    }

    /** Writes what was gathered; after it the handle goes on gathering. */
    public static void flush(Handle handle) {
        Gathering gathering = of(handle);
        List<Runnable> first = List.copyOf(gathering.first.values());
        gathering.first.clear();
        first.forEach(Runnable::run);
        flush(handle, gathering.ahead);
        flush(handle, gathering.rows);
    }

    private static void flush(Handle handle, Map<String, List<Map<String, Object>>> rows) {
        rows.forEach((statement, each) -> write(handle, statement, each));
        rows.clear();
    }

    private static void write(Handle handle, String statement, List<Map<String, Object>> rows) {
        try (PreparedBatch batch = handle.prepareBatch(statement)) {
            rows.forEach(row -> batch.bindMap(row).add());
            batch.execute();
        }
    }
}
