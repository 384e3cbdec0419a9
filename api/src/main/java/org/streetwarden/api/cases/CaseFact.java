package org.streetwarden.api.cases;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What counting needs to know of one case, as it stands. Moments are microseconds since 1970.
 *
 * @param basis what it rests on
 * @param unitGrid code; null where it lies in none
 * @param grid code of the responsibility grid; null where it lies in none
 * @param judgedVoid whether it is void because a reviewer confirmed that it belongs to another
 * @param milestonesUs when it first came so far, by {@link Milestone}; {@link #NEVER} where it did not; not to be changed
 * @param judgedUs when the newest verdict was given; {@link #NEVER} without one
 * @param confirmed what it said
 * @param judgedBefore the verdicts before it, oldest first
 * @param again incidents that opened it again
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CaseFact(
        long id,
        String caseNo,
        Place place,
        String cameraName,
        String basis,
        String unitGrid,
        String grid,
        CaseStatus status,
        boolean judgedVoid,
        long firstSeenUs,
        long raisedUs,
        long filedUs,
        long[] milestonesUs,
        long judgedUs,
        boolean confirmed,
        List<Opinion> judgedBefore,
        List<Again> again) {

    /** Later than everything. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * Where the same may come again.
     *
     * @param number from 0, dense, its own among all places of the facts of one answer
     */
    public record Place(int number, String cameraId, String zoneId, String kind) {}

    /** What the newest verdict between two moments said, the second not included; empty without one. */
    public Optional<Boolean> confirmed(long fromUs, long toUs) {
        if (judgedUs >= fromUs && judgedUs < toUs) {
            return Optional.of(confirmed);
        }
        return judgedBefore.reversed().stream()
                .filter(each -> each.atUs() >= fromUs && each.atUs() < toUs)
                .findFirst()
                .map(Opinion::confirmed);
    }

    /** When its thing was last raised, by itself or again. */
    public long lastRaisedUs() {
        return again.stream().mapToLong(Again::raisedUs).reduce(raisedUs, Math::max);
    }

    /** How far a case came, in the order of the columns of {@code case_milestones}. */
    public enum Milestone {
        APPROVED(0),
        REJECTED(1),
        PUSHED(2),
        ACCEPTED(3),
        REFUSED(4),
        REGISTERED(5),
        CLOSED(6);

        private final int number;

        Milestone(int number) {
            this.number = number;
        }

        /** Its place among all, from 0. */
        public int number() {
            return number;
        }

        String column() {
            return name().toLowerCase(Locale.ROOT) + "_at";
        }
    }

    /** A verdict. */
    public record Opinion(long atUs, boolean confirmed) {}

    /** An incident that opened its case again. */
    public record Again(Place place, long raisedUs) {}

    public static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1000);
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    /** When it first came so far; {@link #NEVER} where it did not. */
    public long atUs(Milestone milestone) {
        return milestonesUs[milestone.number()];
    }
}
