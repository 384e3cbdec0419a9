package org.streetwarden.farm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;

/** What a camera that does not behave sends instead of RTSP. */
final class Doorway {

    private static final int GARBAGE_BYTES = 512;

    private Doorway() {}

    static byte[] webPage() {
        String body = "<html><body><h1>Bad Request</h1></body></html>";
        return ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(US_ASCII);
    }

    /** The same bytes for the same camera. */
    static byte[] garbage(String cameraName) {
        byte[] bytes = new byte[GARBAGE_BYTES];
        new SplittableRandom(cameraName.hashCode()).nextBytes(bytes);
        return bytes;
    }
}
