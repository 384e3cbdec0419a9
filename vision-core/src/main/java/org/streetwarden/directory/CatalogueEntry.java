package org.streetwarden.directory;

import java.util.List;

/**
 * A camera, or a node of the tree above cameras, as a source describes it. Text is one line without control characters.
 *
 * @param code 20 digits, or 2, 4, 6 or 8 where the kind is {@link DeviceKind#DIVISION}
 * @param division digits of the division that owns it
 * @param parent code of the node above; empty where none is stated
 * @param businessGroup code; empty where none is stated
 * @param ptzType 1 dome, 2 half dome, 3 fixed, 4 movable, 5 movable half dome, 6 and 7 of several eyes; 0 not stated
 * @param direction of the optical axis, 1 east, 2 west, 3 south, 4 north, 5 to 8 between; 0 not stated
 * @param position null where none is stated
 * @param purpose what the sharing agreement allows; null where the source has no such column
 * @param sharingDocument number of that agreement; null where the source has no such column
 * @param remarks what was left out or is unlikely, one sentence each
 */
public record CatalogueEntry(
        DeviceKind kind,
        String code,
        String name,
        String division,
        String parent,
        String businessGroup,
        String address,
        String manufacturer,
        String model,
        String owner,
        int ptzType,
        int direction,
        CameraStatus status,
        Position position,
        String purpose,
        String sharingDocument,
        List<String> remarks) {

    public CatalogueEntry {
        remarks = List.copyOf(remarks);
    }
}
