package org.streetwarden.farm;

/** What the farm counts, per camera and in total. */
public enum FarmCounter {
    SESSIONS_STARTED("sessions that went from SETUP to PLAY"),
    SESSIONS_EXPIRED("sessions ended because the client was silent for longer than the session timeout"),
    PICTURES_SENT("pictures handed to a session's send queue"),
    PACKETS_SENT("RTP packets handed to a session's send queue"),
    BYTES_SENT("bytes of RTP handed to a session's send queue, interleave headers included"),
    PICTURES_DROPPED(
            "pictures not sent because the client reads too slowly; whole pictures up to the next key picture"),
    UDP_PACKETS_DROPPED("RTP packets the operating system did not take"),
    CONNECTIONS_REFUSED("connections closed at once because the farm has as many as it allows"),
    REQUESTS_REFUSED("requests answered with an error status, challenges included"),
    REQUESTS_MALFORMED("connections closed for bytes that are no RTSP request within the limits"),
    POSITIONS_SKIPPED("times the farm itself fell behind by more than two seconds and jumped to the live position");

    public final String meaning;

    FarmCounter(String meaning) {
        this.meaning = meaning;
    }
}
