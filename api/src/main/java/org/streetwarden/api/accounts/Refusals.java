package org.streetwarden.api.accounts;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.proof.Act;

/**
 * Refused credentials in the log, so that no stranger can make it grow as he likes: of one source and kind the first
 * {@value #SINGLE} within ten minutes stand alone, and {@value #ALL_SINGLE} of all sources together; the others are counted, and
 * one entry says how many they were. More than {@value #MOST_SOURCES} sources at a time are counted together. Thread-safe.
 */
public final class Refusals {

    /** A name and password, a link or a provider's word. */
    public static final String SIGN_IN = "SIGN_IN_REFUSED";

    /** A key. */
    public static final String KEY = "KEY_REFUSED";

    static final int SINGLE = 10;
    static final int ALL_SINGLE = 100;
    static final int MOST_SOURCES = 200;
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final int NETWORK_BYTES = 8;
    private static final int MAX_SUBJECT_CHARS = 200;
    private static final String OTHERS = "others";

    private final Database database;
    private final Journal journal;
    private final Map<Source, Count> counts = new LinkedHashMap<>();
    private Instant singlesSince = Instant.MIN;
    private int singles;

    public Refusals(Database database, Clock clock) {
        this.database = database;
        this.journal = new Journal(clock);
    }

    private record Source(String action, String address) {}

    private static final class Count {
        private final Instant since;
        private int seen;
        private int kept;

        Count(Instant since) {
            this.since = since;
        }
    }

    /**
     * Counts one; never waits.
     *
     * @param action {@link #SIGN_IN} or {@link #KEY}
     * @return what to write to the log now, which waits; empty where it is counted only
     */
    public synchronized Optional<Runnable> count(String action, String address, String subject) {
        Instant now = journal.now();
        if (!now.isBefore(end(singlesSince))) {
            singlesSince = now;
            singles = 0;
        }
        List<Act> acts = over(now, now);
        Source source = new Source(action, network(address));
        if (!counts.containsKey(source) && counts.size() >= MOST_SOURCES) {
            source = new Source(action, OTHERS);
        }
        Count count = counts.computeIfAbsent(source, fresh -> new Count(now));
        count.seen++;
        if (count.kept < SINGLE && singles < ALL_SINGLE) {
            count.kept++;
            singles++;
            String shown = subject.substring(0, Math.min(subject.length(), MAX_SUBJECT_CHARS));
            acts.add(new Act(now, action, "", address, null, shown));
        }
        return acts.isEmpty() ? Optional.empty() : Optional.of(() -> write(acts));
    }

    private static Instant end(Instant since) {
        return since.equals(Instant.MIN) ? since : since.plus(WINDOW);
    }

    /** Counts one and writes what is to be written; waits for the database. */
    void note(String action, String address, String subject) {
        count(action, address, subject).ifPresent(Runnable::run);
    }

    private void write(List<Act> acts) {
        if (!acts.isEmpty()) {
            database.write(handle -> {
                acts.forEach(act -> journal.note(handle, act));
                return null;
            });
        }
    }

    /** Writes how many there were where ten minutes are over; call it every few seconds. */
    public void look() {
        Instant now = journal.now();
        write(over(now, now));
    }

    /** Writes how many there were until now. */
    public void finish() {
        write(over(journal.now(), Instant.MAX));
    }

    private synchronized List<Act> over(Instant now, Instant upTo) {
        List<Act> acts = new ArrayList<>();
        for (Iterator<Map.Entry<Source, Count>> all = counts.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Source, Count> each = all.next();
            Count count = each.getValue();
            if (!end(count.since).isAfter(upTo)) {
                all.remove();
                if (count.seen > count.kept) {
                    acts.add(sum(each.getKey(), count, now));
                }
            }
        }
        return acts;
    }

    private static Act sum(Source source, Count count, Instant now) {
        String subject = "%d more since %s".formatted(count.seen - count.kept, count.since);
        return new Act(now, source.action(), "", source.address(), null, subject);
    }

    /** Whoever has an IPv6 address has 2⁶⁴ of them. */
    private static String network(String address) {
        try {
            boolean v6 = address.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*"); // no name, which would be looked up
            return v6 && InetAddress.getByName(address) instanceof Inet6Address read
                    ? HexFormat.of().formatHex(read.getAddress(), 0, NETWORK_BYTES) + "/64"
                    : address;
        } catch (UnknownHostException none) {
            return address;
        }
    }
}
