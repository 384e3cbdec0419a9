package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.Map;
import org.streetwarden.directory.CameraField;

/**
 * One channel of a WVP-GB28181-pro catalogue, reduced to what the directory keeps: no password, no address in the network,
 * and of a secret camera nothing but its code.
 *
 * @param identity the platform's own number of it, or its code; no blanks
 * @param cells empty where it has no GB/T 28181 code
 */
record WvpChannel(String identity, Map<CameraField, String> cells) {

    private static final Map<CameraField, String> NAMES = Map.ofEntries(
            Map.entry(CameraField.CODE, "gbDeviceId"),
            Map.entry(CameraField.NAME, "gbName"),
            Map.entry(CameraField.X, "gbLongitude"),
            Map.entry(CameraField.Y, "gbLatitude"),
            Map.entry(CameraField.DIVISION, "gbCivilCode"),
            Map.entry(CameraField.PARENT, "gbParentId"),
            Map.entry(CameraField.BUSINESS_GROUP, "gbBusinessGroupId"),
            Map.entry(CameraField.ADDRESS, "gbAddress"),
            Map.entry(CameraField.MANUFACTURER, "gbManufacturer"),
            Map.entry(CameraField.MODEL, "gbModel"),
            Map.entry(CameraField.OWNER, "gbOwner"),
            Map.entry(CameraField.PTZ_TYPE, "gbPtzType"),
            Map.entry(CameraField.DIRECTION, "gbDirectionType"),
            Map.entry(CameraField.STATUS, "gbStatus"),
            Map.entry(CameraField.SECRECY, "gbSecrecy"));

    static WvpChannel of(JsonNode item) {
        String code = text(item, "gbDeviceId");
        String identity =
                item.hasNonNull("gbId") ? "#" + text(item, "gbId").replaceAll("\\s", "_") : code.replaceAll("\\s", "_");
        Map<CameraField, String> cells = new EnumMap<>(CameraField.class);
        if (code.isEmpty()) {
            return new WvpChannel(identity, cells);
        }
        boolean secret = text(item, "gbSecrecy").equals("1");
        NAMES.forEach((field, name) -> {
            boolean kept = !secret || field == CameraField.CODE || field == CameraField.SECRECY;
            cells.put(field, kept ? text(item, name) : "");
        });
        return new WvpChannel(identity, cells);
    }

    private static String text(JsonNode item, String name) {
        return item.hasNonNull(name) ? item.path(name).asText() : "";
    }
}
