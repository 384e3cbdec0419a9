package org.streetwarden.casefile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraCoverage;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;
import org.streetwarden.scene.ViewState;

/** Reads the lines of a coverage report, one per camera; bounded in number and size, and no camera twice. */
final class CoverageLines {

    private static final int MAX_LINE_CHARS = 256;
    private static final String COUNT = "[0-9]{1,15}";

    private final FieldReader fields;

    CoverageLines(FieldReader fields) {
        this.fields = fields;
    }

    /** @return what stands before the first line at fault, which is noted as a problem */
    List<CameraCoverage> read(String field) {
        List<CameraCoverage> cameras = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        String text = fields.text(field, CoverageReport.MOST_CAMERAS * MAX_LINE_CHARS);
        for (String line : text.lines().toList()) {
            CameraCoverage camera = cameras.size() < CoverageReport.MOST_CAMERAS ? camera(line) : null;
            if (camera == null || !ids.add(camera.cameraId())) {
                fields.problem(
                        field,
                        "at most " + CoverageReport.MOST_CAMERAS
                                + " lines id|last seen|visits|looks|blind ms|reason|view of different cameras",
                        line);
                break;
            }
            cameras.add(camera);
        }
        return cameras;
    }

    /** @return null where the line is not one of {@link RecordCodec} */
    private static CameraCoverage camera(String line) {
        String[] cells = line.split("\\|", -1);
        if (cells.length != 7
                || !cells[0].matches(FieldReader.ID)
                || !cells[2].matches(COUNT)
                || !cells[3].matches(COUNT)
                || !cells[4].matches(COUNT)) {
            return null;
        }
        try {
            return new CameraCoverage(
                    cells[0],
                    cells[1].isEmpty() ? null : FieldReader.instant(cells[1]),
                    Long.parseLong(cells[2]),
                    Long.parseLong(cells[3]),
                    Duration.ofMillis(Long.parseLong(cells[4])),
                    BlindReason.valueOf(cells[5]),
                    ViewState.valueOf(cells[6]));
        } catch (RuntimeException unreadable) {
            return null;
        }
    }
}
