package org.streetwarden.config;

import java.util.List;
import org.streetwarden.config.PatrolConfig.Mode;
import org.streetwarden.source.CameraAddresses;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.zone.Zone;

/**
 * One camera and what is looked for where in its picture.
 *
 * @param group whose models look at it
 * @param url with its credentials, which it never prints
 * @param overUdp RTP over UDP instead of interleaved in the RTSP connection
 * @param mode how it is watched; null: as everybody
 * @param upstream the gateway or recorder it comes through: its own host and port where none is named
 * @param addresses which it may have
 */
public record CameraConfig(
        String id,
        String name,
        String group,
        CameraUrl url,
        boolean overUdp,
        List<Zone> zones,
        Mode mode,
        String upstream,
        CameraAddresses addresses) {

    /** Watched as everybody, with an upstream of its own place. */
    public CameraConfig(String id, String name, String group, CameraUrl url, boolean overUdp, List<Zone> zones) {
        this(id, name, group, url, overUdp, zones, null, url.peer(), CameraAddresses.DEFAULT);
    }

    public CameraConfig {
        zones = List.copyOf(zones);
    }

    /** The same, if it has one of these addresses. */
    public CameraConfig within(CameraAddresses others) {
        return new CameraConfig(id, name, group, url, overUdp, zones, mode, upstream, others);
    }

    /** Never prints a secret. */
    @Override
    public String toString() {
        return id;
    }
}
