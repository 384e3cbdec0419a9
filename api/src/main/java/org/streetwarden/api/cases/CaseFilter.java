package org.streetwarden.api.cases;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32;
import org.streetwarden.zone.Kind;

/**
 * Which cases a list shows; an empty list or null leaves that side open.
 *
 * @param grids unit grids or responsibility grids
 * @param window where they are; null: anywhere, or nowhere known
 * @param from earliest raise, inclusive
 * @param to latest raise, exclusive
 * @param held only those whose hand-over waits for a person
 * @param scope what the reader may see at all
 */
public record CaseFilter(
        List<Kind> kinds,
        List<String> cameraIds,
        List<CaseStatus> statuses,
        List<String> grids,
        MapWindow window,
        Instant from,
        Instant to,
        boolean held,
        Scope scope) {

    public CaseFilter {
        kinds = List.copyOf(kinds);
        cameraIds = List.copyOf(cameraIds);
        statuses = List.copyOf(statuses);
        grids = List.copyOf(grids);
    }

    public static CaseFilter everything() {
        return new CaseFilter(List.of(), List.of(), List.of(), List.of(), null, null, null, false, Scope.EVERYTHING);
    }

    /** Tells filters apart, so that a cursor is used only with the list it came from. */
    int digest() {
        CRC32 crc = new CRC32();
        crc.update(toString().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
