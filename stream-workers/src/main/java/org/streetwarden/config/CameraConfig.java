package org.streetwarden.config;

import java.util.List;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.zone.Zone;

/**
 * One camera and what is looked for where in its picture.
 *
 * @param group whose models look at it
 * @param url with its credentials, which it never prints
 * @param overUdp RTP over UDP instead of interleaved in the RTSP connection
 */
public record CameraConfig(String id, String name, String group, CameraUrl url, boolean overUdp, List<Zone> zones) {

    public CameraConfig {
        zones = List.copyOf(zones);
    }

    /** Never prints a secret. */
    @Override
    public String toString() {
        return id;
    }
}
