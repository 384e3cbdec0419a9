package org.streetwarden.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

/**
 * Asks a peer that FFmpeg could not make sense of once more, by hand, to tell one that hangs up (a camera that restarts, try
 * again) from one that does not speak RTSP (nothing to try again).
 */
final class RtspProbe {

    private static final int FIRST_WORDS_BYTES = 40;
    private static final String PROTOCOL = "RTSP/1.0";
    private static final String QUESTION = "OPTIONS %s " + PROTOCOL + "\r\nCSeq: 1\r\n\r\n";

    private RtspProbe() {}

    /** @param limit for connecting, and again for the answer */
    static StreamFailure ask(CameraUrl url, Duration limit) {
        int millis = (int) Math.max(1, limit.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.host(), url.port()), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(QUESTION.formatted(url).getBytes(StandardCharsets.US_ASCII));
            String found = firstWords(socket.getInputStream());
            if (!found.isEmpty() && !found.startsWith("RTSP/")) {
                String sentence = "%s: expected an answer in %s, found '%s'".formatted(url, PROTOCOL, found);
                return new StreamFailure(Reason.NOT_A_STREAM, sentence);
            }
        } catch (IOException e) {
            // A peer that breaks off now is one that hangs up.
        }
        return new StreamFailure(
                Reason.CLOSED_BY_PEER,
                "%s: expected a description of the stream, found that the peer broke off".formatted(url));
    }

    /** The printable part of the first line. */
    private static String firstWords(InputStream answer) throws IOException {
        String words = new String(answer.readNBytes(FIRST_WORDS_BYTES), StandardCharsets.US_ASCII);
        return words.lines().findFirst().orElse("").replaceAll("[^\\x20-\\x7e]", "?");
    }
}
