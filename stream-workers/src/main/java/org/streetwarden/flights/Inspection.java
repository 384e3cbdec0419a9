package org.streetwarden.flights;

import java.util.List;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.ClockFit;
import org.streetwarden.flight.Finding;
import org.streetwarden.flight.FlightProblem.Weight;
import org.streetwarden.flight.TelemetrySummary;
import org.streetwarden.source.VideoHead;

/**
 * What files that belong together are good for.
 *
 * @param files their names, fit to be shown
 * @param video null where there is none, or none that opens
 * @param telemetry null where there is none
 * @param clock how the two go together; null without both
 * @param embedded whether telemetry comes from a track inside the video
 * @param photos null where these are no photographs
 * @param findings heaviest first
 */
public record Inspection(
        List<String> files,
        VideoHead video,
        TelemetrySummary telemetry,
        ClockFit clock,
        boolean embedded,
        Photos photos,
        List<Finding> findings) {

    /** Usable or not, and why not wholly. */
    public enum Verdict {
        USABLE("可用", "usable"),
        WITH_LIMITS("可用，但有限制", "usable with limits"),
        NOT_USABLE("不可用", "not usable");

        private final String chinese;
        private final String english;

        Verdict(String chinese, String english) {
            this.chinese = chinese;
            this.english = english;
        }

        public String chinese() {
            return chinese;
        }

        public String english() {
            return english;
        }
    }

    /**
     * Photographs of one folder.
     *
     * @param placed how many have a position
     * @param turned how many have the gimbal's angles
     * @param rtk how many have a fixed RTK position
     * @param ranged how many have a valid laser target
     * @param places of those that have one, at most as many as a track
     */
    public record Photos(
            int count, int placed, int turned, int rtk, int ranged, List<String> models, List<LonLat> places) {}

    public Verdict verdict() {
        Weight most = findings.stream()
                .map(finding -> finding.problem().weight())
                .max(Weight::compareTo)
                .orElse(Weight.NOTE);
        return switch (most) {
            case NOTE -> Verdict.USABLE;
            case LIMITS -> Verdict.WITH_LIMITS;
            case UNUSABLE -> Verdict.NOT_USABLE;
        };
    }

    /** The places that it was at, first to last; empty where none is known. */
    public List<LonLat> track() {
        return telemetry != null ? telemetry.track() : photos != null ? photos.places() : List.of();
    }
}
