package org.streetwarden.flight;

import static org.streetwarden.flight.TelemetryEntry.NONE;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.streetwarden.directory.CoordinateSystem;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.TelemetrySummary.Range;

/** Looks a file of telemetry through, entry by entry, in constant memory: what is in it, and what is wrong with it. One thread. */
@SuppressWarnings("EnumOrdinal") // counts by dialect, never kept
public final class TelemetrySurvey implements TelemetrySink {

    /** Telemetry comes at least once a second; more than this without is a gap. */
    static final long GAP_US = 2_500_000;

    private static final long CLOCK_SLACK_US = 2_500_000;
    private static final long QUARTER_HOUR_US = 900_000_000L;
    private static final double MOST_SPEED_MPS = 60;
    private static final double LEAST_JUMP_M = 30;
    private static final double COARSE_STEP = 1e-4;
    private static final double LEAST_SHIFT_M = 100;
    private static final double SHIFT_SLACK_M = 25;
    private static final double HOME_SLACK_M = 20;
    private static final double ZERO_HEIGHT_M = 0.05;

    private final Findings findings = new Findings();
    private final long[] byDialect = new long[Dialect.values().length];
    private final TrackSketch sketch = new TrackSketch();
    private final YawCheck yaw = new YawCheck();
    private long entries;
    private long positions;
    private long attitudes;
    private long withHeight;
    private long withUnstated;
    private long firstUs = NONE;
    private long lastUs = NONE;
    private long endUs = NONE;
    private long firstFrame = NONE;
    private long firstFrameUs;
    private long lastFrame;
    private long lastFrameUs;
    private long firstLocalUs = NONE;
    private long lastLocalUs = NONE;
    private long lastLocalAtUs;
    private LonLat first;
    private LonLat last;
    private long lastPlaceUs;
    private LocalPlane plane;
    private LonLat home;
    private double lengthM;
    private double stepDegrees;
    private Range aboveTakeOffM = Range.NONE;
    private Range aboveSeaM = Range.NONE;
    private Range equivalentMm = Range.NONE;
    private Lens lens = Lens.UNSAID;
    private double mostZoom = 1;

    @Override
    public void problem(FlightProblem problem, long entry, String found) {
        findings.add(problem, entry > 0 ? ("#" + entry + " " + found).strip() : found);
    }

    @Override
    public void entry(TelemetryEntry entry) {
        entries++;
        byDialect[entry.dialect().ordinal()]++;
        if (!time(entry)) {
            return;
        }
        clock(entry);
        frame(entry);
        Pose pose = entry.pose();
        heights(pose.heights());
        lens(pose.lens());
        if (pose.gimbal() != null) {
            attitudes++;
            yaw.pose(pose);
        }
        if (pose.position() != null) {
            place(entry, pose);
        }
    }

    private boolean time(TelemetryEntry entry) {
        long at = entry.fromUs();
        if (at == NONE) {
            return true;
        }
        if (lastUs != NONE && at < lastUs) {
            problem(FlightProblem.TIME_BACK, entry.number(), clockText(lastUs) + " -> " + clockText(at));
            return false;
        }
        if (lastUs != NONE && at - Math.max(lastUs, endUs) > GAP_US) {
            problem(FlightProblem.GAP, entry.number(), clockText(lastUs) + " – " + clockText(at));
        }
        firstUs = firstUs == NONE ? at : firstUs;
        lastUs = at;
        endUs = Math.max(entry.toUs(), at);
        return true;
    }

    /** How far the aircraft's clock went against the video's since the last entry. */
    private void clock(TelemetryEntry entry) {
        long local = entry.localUs();
        if (local == NONE) {
            return;
        }
        if (lastLocalUs != NONE && entry.fromUs() != NONE) {
            long ahead = local - lastLocalUs - (entry.fromUs() - lastLocalAtUs);
            long quarters = Math.round((double) ahead / QUARTER_HOUR_US);
            if (Math.abs(ahead) > CLOCK_SLACK_US) {
                boolean zone = quarters != 0 && Math.abs(ahead - quarters * QUARTER_HOUR_US) <= CLOCK_SLACK_US;
                problem(
                        zone ? FlightProblem.ZONE_CHANGE : FlightProblem.CLOCK_JUMP,
                        entry.number(),
                        "%+d s".formatted(Math.round(ahead / 1e6)));
            }
        }
        firstLocalUs = firstLocalUs == NONE ? local : firstLocalUs;
        lastLocalUs = local;
        lastLocalAtUs = entry.fromUs();
    }

    private void frame(TelemetryEntry entry) {
        if (entry.frame() == NONE || entry.fromUs() == NONE) {
            return;
        }
        if (firstFrame == NONE) {
            firstFrame = entry.frame();
            firstFrameUs = entry.fromUs();
        }
        lastFrame = entry.frame();
        lastFrameUs = entry.fromUs();
    }

    private void heights(Heights heights) {
        if (heights.isNone()) {
            return;
        }
        withHeight++;
        withUnstated += Double.isNaN(heights.unstatedM()) ? 0 : 1;
        aboveTakeOffM = aboveTakeOffM.with(heights.aboveTakeOffM());
        aboveSeaM = aboveSeaM.with(heights.aboveSeaM());
    }

    private void lens(Lens written) {
        if (Double.isNaN(lens.equivalentMm()) && !Double.isNaN(written.equivalentMm())) {
            lens = written;
        }
        equivalentMm = equivalentMm.with(written.equivalentMm());
        mostZoom = Math.max(mostZoom, written.digitalZoom());
    }

    private void place(TelemetryEntry entry, Pose pose) {
        LonLat place = pose.position();
        positions++;
        stepDegrees = Math.max(stepDegrees, pose.stepDegrees());
        sketch.add(place);
        if (!place.equals(last) && OpenSea.holds(place)) {
            problem(FlightProblem.POSITION_AT_SEA, entry.number(), placeText(place));
        }
        if (last == null) {
            first = place;
            plane = new LocalPlane(place);
        } else if (!place.equals(last)) {
            step(entry, place);
        }
        if (home == null && entry.home() != null) {
            home = entry.home();
            shift(entry, place);
        }
        last = place;
        lastPlaceUs = entry.fromUs();
    }

    private void step(TelemetryEntry entry, LonLat place) {
        double eastM = plane.eastM(place) - plane.eastM(last);
        double northM = plane.northM(place) - plane.northM(last);
        double stepM = Math.sqrt(eastM * eastM + northM * northM);
        double seconds = entry.fromUs() == NONE ? 1 : (entry.fromUs() - lastPlaceUs) / 1e6;
        if (stepM > LEAST_JUMP_M && stepM > MOST_SPEED_MPS * seconds) {
            problem(FlightProblem.POSITION_JUMP, entry.number(), "%d m".formatted(Math.round(stepM)));
        }
        lengthM += stepM;
    }

    /** Positions that are off from the place of take-off by just what GCJ-02 shifts, while the aircraft says it is elsewhere. */
    private void shift(TelemetryEntry entry, LonLat place) {
        double awayM = new LocalPlane(home).distanceM(place);
        boolean told = Math.abs(entry.homeDistanceM() - awayM) < HOME_SLACK_M;
        if (!told && (shiftsOnto(place, home) || shiftsOnto(home, place))) {
            problem(FlightProblem.GCJ02_SUSPECTED, entry.number(), "%d m".formatted(Math.round(awayM)));
        }
    }

    /** Whether a stated place, taken as GCJ-02, is the known one. */
    public static boolean shiftsOnto(LonLat stated, LonLat known) {
        LocalPlane plane = new LocalPlane(known);
        LonLat mended = CoordinateSystem.GCJ02.toWgs84(stated.longitude(), stated.latitude());
        return plane.distanceM(stated) > LEAST_SHIFT_M && plane.distanceM(mended) < SHIFT_SLACK_M;
    }

    /** Metres between two places that are not far from each other. */
    public static double distanceM(LonLat from, LonLat to) {
        return new LocalPlane(from).distanceM(to);
    }

    /** What was found so far; call it at the end. */
    public TelemetrySummary summary() {
        Findings all = new Findings();
        all.addAll(findings.list());
        judge(all);
        long frames = firstFrame == NONE ? 0 : Math.max(0, lastFrame - firstFrame);
        return new TelemetrySummary(
                dialect(),
                entries,
                positions,
                attitudes,
                firstUs,
                lastUs,
                endUs,
                firstFrame == NONE ? 0 : lastFrameUs - firstFrameUs,
                frames,
                firstLocalUs,
                lastLocalUs,
                first,
                last,
                home,
                lengthM,
                aboveTakeOffM,
                aboveSeaM,
                lens,
                sketch.places(),
                all.list());
    }

    private Dialect dialect() {
        return dialects().stream()
                .filter(dialect -> dialect != Dialect.UNKNOWN)
                .max(Comparator.comparingLong(dialect -> byDialect[dialect.ordinal()]))
                .orElse(Dialect.UNKNOWN);
    }

    private List<Dialect> dialects() {
        return Arrays.stream(Dialect.values())
                .filter(dialect -> byDialect[dialect.ordinal()] > 0)
                .toList();
    }

    private void judge(Findings all) {
        if (entries == 0) {
            all.add(FlightProblem.NO_ENTRIES, "");
            return;
        }
        if (dialect() == Dialect.UNKNOWN) {
            all.add(FlightProblem.DIALECT_UNKNOWN, "");
            return;
        }
        long kinds = dialects().stream()
                .filter(dialect -> dialect != Dialect.UNKNOWN && dialect != Dialect.NO_PLACE)
                .count();
        all.add(FlightProblem.DIALECTS_MIXED, kinds > 1 ? kinds : 0, dialects().toString());
        judgeClock(all);
        if (positions == 0) {
            all.add(FlightProblem.NO_POSITION, "");
            return;
        }
        all.add(FlightProblem.POSITION_MISSING, entries - positions, "");
        if (stepDegrees >= COARSE_STEP) {
            all.add(FlightProblem.POSITION_COARSE, "");
        }
        judgeHeights(all);
        judgeView(all);
    }

    private void judgeClock(Findings all) {
        if (firstLocalUs == NONE) {
            all.add(FlightProblem.NO_CLOCK, "");
            return;
        }
        all.add(FlightProblem.NO_ZONE, "");
        long dayUs = 86_400_000_000L;
        if (Math.floorDiv(firstLocalUs, dayUs) != Math.floorDiv(lastLocalUs, dayUs)) {
            all.add(FlightProblem.OVER_MIDNIGHT, "");
        }
    }

    private void judgeHeights(Findings all) {
        if (withHeight == 0) {
            all.add(FlightProblem.NO_HEIGHT, "");
        } else if (!Double.isNaN(aboveTakeOffM.least())) {
            boolean zero = Math.max(Math.abs(aboveTakeOffM.least()), Math.abs(aboveTakeOffM.most())) < ZERO_HEIGHT_M;
            if (zero) {
                all.add(FlightProblem.HEIGHT_ZERO, "");
            } else if (Double.isNaN(aboveSeaM.least())) {
                all.add(FlightProblem.HEIGHT_TAKE_OFF_ONLY, "");
            }
        } else if (withUnstated > 0) {
            all.add(FlightProblem.HEIGHT_UNSTATED, "");
        }
    }

    private void judgeView(Findings all) {
        if (attitudes == 0) {
            all.add(FlightProblem.NO_GIMBAL, "");
        } else {
            if (yaw.looksRelative()) {
                all.add(FlightProblem.YAW_RELATIVE, "");
            }
            if (Double.isNaN(equivalentMm.least())) {
                all.add(FlightProblem.LENS_UNKNOWN, "");
            }
        }
        if (mostZoom > 1.02 || equivalentMm.most() > 1.02 * equivalentMm.least()) {
            all.add(
                    FlightProblem.ZOOMED,
                    "%.0f–%.0f mm, ×%.1f".formatted(equivalentMm.least(), equivalentMm.most(), mostZoom));
        }
    }

    static String clockText(long us) {
        long seconds = us / 1_000_000;
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static String placeText(LonLat place) {
        return String.format(Locale.ROOT, "%.5f, %.5f", place.longitude(), place.latitude());
    }
}
