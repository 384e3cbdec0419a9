package org.streetwarden.source;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

    /**
     * @param place the same under the address that may be asked
     * @param limit for connecting and the whole answer, however slowly it drips
     */
    static StreamFailure ask(CameraUrl url, CameraUrl place, Duration limit) {
        long endNanos = System.nanoTime() + limit.toNanos();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(place.host(), place.port()), millisLeft(endNanos));
            socket.getOutputStream().write(QUESTION.formatted(url).getBytes(StandardCharsets.US_ASCII));
            String found = firstWords(socket, endNanos);
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

    private static int millisLeft(long endNanos) throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("no time left");
        }
        return (int) millis;
    }

    /** The printable part of the first line. */
    private static String firstWords(Socket socket, long endNanos) throws IOException {
        byte[] words = new byte[FIRST_WORDS_BYTES];
        int length = 0;
        for (int read = 0; read >= 0 && length < words.length; length += Math.max(0, read)) {
            socket.setSoTimeout(millisLeft(endNanos));
            read = socket.getInputStream().read(words, length, words.length - length);
        }
        String text = new String(words, 0, length, StandardCharsets.US_ASCII);
        return text.lines().findFirst().orElse("").replaceAll("[^\\x20-\\x7e]", "?");
    }
}
