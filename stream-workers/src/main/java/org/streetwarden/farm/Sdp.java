package org.streetwarden.farm;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;

/** Session descriptions (RFC 4566) of a live camera with one track. */
final class Sdp {

    private Sdp() {}

    static String video(String cameraName, long sessionId, InetAddress origin, Footage footage) {
        String fmtp = footage.sets().fmtp();
        return head(cameraName, sessionId, origin)
                + "m=video 0 RTP/AVP " + Packetiser.PAYLOAD_TYPE + "\r\n"
                + "a=rtpmap:" + Packetiser.PAYLOAD_TYPE + " " + footage.codec().encodingName + "/"
                + Footage.TICKS_PER_SECOND + "\r\n"
                + (fmtp.isEmpty() ? "" : "a=fmtp:" + Packetiser.PAYLOAD_TYPE + " " + fmtp + "\r\n")
                + String.format(Locale.ROOT, "a=framerate:%.3f\r\n", footage.picturesPerSecond())
                + "a=control:" + Target.TRACK + "\r\n";
    }

    static String audioOnly(String cameraName, long sessionId, InetAddress origin) {
        return head(cameraName, sessionId, origin) + "m=audio 0 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=control:"
                + Target.TRACK + "\r\n";
    }

    private static String head(String cameraName, long sessionId, InetAddress origin) {
        boolean six = origin instanceof Inet6Address;
        return "v=0\r\n"
                + "o=- " + sessionId + " 1 IN " + (six ? "IP6 " : "IP4 ") + origin.getHostAddress() + "\r\n"
                + "s=" + cameraName + "\r\n"
                + "c=IN " + (six ? "IP6 ::" : "IP4 0.0.0.0") + "\r\n"
                + "t=0 0\r\n"
                + "a=control:*\r\n"
                + "a=range:npt=now-\r\n";
    }
}
