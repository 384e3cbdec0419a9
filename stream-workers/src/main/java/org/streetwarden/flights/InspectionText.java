package org.streetwarden.flights;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.Finding;
import org.streetwarden.flight.FlightProblem;
import org.streetwarden.flight.TelemetrySummary;
import org.streetwarden.flight.TelemetrySummary.Range;
import org.streetwarden.flights.Inspection.Photos;
import org.streetwarden.source.VideoHead;

/** An inspection as a pilot reads it: Chinese first, then English. */
final class InspectionText {

    private static final int MOST_FILES = 4;

    private final PrintWriter to;

    InspectionText(PrintWriter to) {
        this.to = to;
    }

    void print(Inspection inspection) {
        List<String> files = inspection.files();
        String more = files.size() > MOST_FILES ? " … (%d)".formatted(files.size()) : "";
        to.printf(
                "%s%s: %s / %s%n",
                files.stream().limit(MOST_FILES).collect(Collectors.joining(" + ")),
                more,
                inspection.verdict().chinese(),
                inspection.verdict().english());
        if (inspection.video() != null) {
            video(inspection.video());
        }
        if (inspection.telemetry() != null) {
            telemetry(inspection.telemetry(), inspection.embedded());
        }
        if (inspection.photos() != null) {
            photos(inspection.photos());
        }
        if (!inspection.track().isEmpty()) {
            TrackMap.lines(inspection.track()).forEach(line -> to.println("    " + line));
        }
        inspection.findings().forEach(this::finding);
        to.println();
    }

    private void video(VideoHead head) {
        to.printf(
                Locale.ROOT,
                "  视频 video        %s %dx%d, %s, %.2f fps%s%n",
                head.codec(),
                head.width(),
                head.height(),
                clock(head.durationUs()),
                head.framesPerSecond(),
                head.maker().isEmpty() ? "" : ", " + FlightFile.shown(head.maker()));
    }

    private void telemetry(TelemetrySummary told, boolean embedded) {
        to.printf(
                Locale.ROOT,
                "  遥测 telemetry    %s%s; %d entries, %d placed, %d with gimbal%s%n",
                told.dialect().description(),
                embedded ? " (in the video)" : "",
                told.entries(),
                told.positions(),
                told.attitudes(),
                told.entries() > 1 && told.lastUs() > told.firstUs()
                        ? ", " + clock(told.endUs() - told.firstUs())
                        : "");
        if (told.first() != null) {
            to.printf(
                    Locale.ROOT,
                    "  航迹 track        %s -> %s, %.0f m%n",
                    place(told.first()),
                    place(told.last()),
                    told.lengthM());
        }
        height("高度 above take-off", told.aboveTakeOffM());
        height("海拔 above sea", told.aboveSeaM());
    }

    private void height(String what, Range range) {
        if (!Double.isNaN(range.least())) {
            to.printf(Locale.ROOT, "  %s %.1f to %.1f m%n", what, range.least(), range.most());
        }
    }

    private void photos(Photos photos) {
        to.printf(
                "  照片 photographs  %d, %d placed, %d with gimbal, %d RTK, %d with laser%s%n",
                photos.count(),
                photos.placed(),
                photos.turned(),
                photos.rtk(),
                photos.ranged(),
                photos.models().stream()
                        .filter(model -> !model.isEmpty())
                        .map(model -> ", " + model)
                        .collect(Collectors.joining()));
    }

    private void finding(Finding finding) {
        FlightProblem problem = finding.problem();
        String mark =
                switch (problem.weight()) {
                    case UNUSABLE -> "x";
                    case LIMITS -> "!";
                    case NOTE -> "-";
                };
        String times = finding.times() > 1 ? " (×" + finding.times() + ")" : "";
        String detail = finding.detail().isEmpty() ? "" : " [" + finding.detail() + "]";
        to.printf("  %s %s%s%s：%s。%n", mark, problem.chinese(), times, detail, problem.chineseConsequence());
        to.printf("    %s: %s.%n", problem.english(), problem.englishConsequence());
    }

    private static String clock(long us) {
        long seconds = Math.round(us / 1e6);
        return "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static String place(LonLat place) {
        return String.format(Locale.ROOT, "%.6f, %.6f", place.longitude(), place.latitude());
    }
}
