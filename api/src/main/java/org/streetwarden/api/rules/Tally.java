package org.streetwarden.api.rules;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.streetwarden.api.rules.Replay.Compared;
import org.streetwarden.rule.Judgement;
import org.streetwarden.rule.Outcome;

/** How many cases other rules would have made and spared. Used by one thread. */
public final class Tally {

    /** Shown of either sort. */
    public static final int MOST_EXAMPLES = 20;

    private final ZoneId zone;
    private final Map<String, Counts> kinds = new TreeMap<>();
    private final Map<String, Counts> zones = new TreeMap<>();
    private final Map<String, Counts> hours = new TreeMap<>();
    private final List<Compared> made = new ArrayList<>();
    private final List<Compared> spared = new ArrayList<>();
    private Counts all = Counts.NONE;
    private int again;
    private int unlike;

    Tally(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Of some incidents.
     *
     * @param before cases that they made
     * @param after cases that they would have made
     * @param made of those after, what made none before
     * @param spared of those before, what would have made none
     * @param reminders how many of those after would have begun with a reminder
     * @param waiting how many would still be held
     * @param changed how many would have come out otherwise at all
     */
    public record Counts(
            int incidents, int before, int after, int made, int spared, int reminders, int waiting, int changed) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

        private Counts plus(Compared each) {
            int was = cases(each.was()) && !each.joined() ? 1 : 0;
            boolean joins = cases(each.was()) ? each.joined() : each.openCase() != null;
            int would = cases(each.wouldBe()) && !joins ? 1 : 0;
            Judgement next = each.wouldBe();
            return new Counts(
                    incidents + 1,
                    before + was,
                    after + would,
                    made + Math.max(0, would - was),
                    spared + Math.max(0, was - would),
                    reminders + (next.outcome() == Outcome.REMIND && would == 1 ? 1 : 0),
                    waiting + (next.outcome() == Outcome.WAIT ? 1 : 0),
                    changed
                            + (next.outcome() == each.was().outcome()
                                            && next.reason() == each.was().reason()
                                    ? 0
                                    : 1));
        }
    }

    private static boolean cases(Judgement judgement) {
        return judgement.outcome() == Outcome.FILE || judgement.outcome() == Outcome.REMIND;
    }

    void add(Compared each) {
        Counts before = all;
        all = all.plus(each);
        again += each.again();
        unlike += each.unlike();
        plus(kinds, each.filed().kind().id(), each);
        plus(zones, each.filed().cameraId() + "/" + each.filed().zoneId(), each);
        plus(hours, "%02d".formatted(each.filed().raisedAt().atZone(zone).getHour()), each);
        keep(made, all.made() > before.made(), each);
        keep(spared, all.spared() > before.spared(), each);
    }

    private static void plus(Map<String, Counts> counts, String key, Compared each) {
        counts.put(key, counts.getOrDefault(key, Counts.NONE).plus(each));
    }

    private static void keep(List<Compared> examples, boolean fits, Compared each) {
        if (fits && examples.size() < MOST_EXAMPLES) {
            examples.add(each);
        }
    }

    public int incidents() {
        return all.incidents();
    }

    /** Decisions that were made by these very rules, and were made again. */
    public int again() {
        return again;
    }

    /** Those of them that came out otherwise; none should. */
    public int unlike() {
        return unlike;
    }

    public Counts all() {
        return all;
    }

    public Map<String, Counts> kinds() {
        return Map.copyOf(kinds);
    }

    /** By camera and zone, with a slash between. */
    public Map<String, Counts> zones() {
        return Map.copyOf(zones);
    }

    /** By hour of the day, two digits, in the time zone of the rules. */
    public Map<String, Counts> hours() {
        return Map.copyOf(hours);
    }

    /** The newest that would have made a case and made none. */
    public List<Compared> made() {
        return List.copyOf(made);
    }

    /** The newest that made a case and would have made none. */
    public List<Compared> spared() {
        return List.copyOf(spared);
    }
}
