package org.streetwarden.farm;

import java.util.Locale;

/**
 * One accepted Transport header (RFC 2326 section 12.39).
 *
 * @param tcp interleaved on the RTSP connection, else UDP unicast to the client's address
 * @param media interleave channel 0 to 255, or the client's RTP port
 * @param control interleave channel, or the client's RTCP port
 */
record Transport(boolean tcp, int media, int control) {

    /** The first of the offered transports that the farm has, or null for 461. */
    static Transport choose(String header) {
        for (String offer : header.split(",", 16)) {
            Transport transport = parse(offer.strip());
            if (transport != null) {
                return transport;
            }
        }
        return null;
    }

    private static Transport parse(String offer) {
        String[] parts = offer.split(";", 32);
        String profile = parts[0].strip().toUpperCase(Locale.ROOT);
        boolean tcp = profile.equals("RTP/AVP/TCP");
        if (!tcp && !profile.equals("RTP/AVP") && !profile.equals("RTP/AVP/UDP")) {
            return null;
        }
        int[] pair = tcp ? new int[] {0, 1} : null;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip().toLowerCase(Locale.ROOT);
            if (part.equals("multicast") || (part.startsWith("mode=") && !part.matches("mode=\"?play\"?"))) {
                return null;
            }
            if (part.startsWith(tcp ? "interleaved=" : "client_port=")) {
                pair = pair(part.substring(part.indexOf('=') + 1), tcp ? 0 : 1024, tcp ? 255 : 65_535);
            }
        }
        return pair == null ? null : new Transport(tcp, pair[0], pair[1]);
    }

    private static int[] pair(String text, int min, int max) {
        if (!text.matches("\\d{1,5}(-\\d{1,5})?")) {
            return null;
        }
        String[] ends = text.split("-", 2);
        int first = Integer.parseInt(ends[0]);
        int second = ends.length > 1 ? Integer.parseInt(ends[1]) : first + 1;
        boolean fits = first >= min && second <= max && second > first;
        return fits ? new int[] {first, second} : null;
    }
}
