package org.streetwarden.farm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.streetwarden.farm.RtspRequest.Bad;

/**
 * Cuts requests and interleaved packets out of a byte stream. Holds at most one request head; holds nothing between
 * requests. Bodies and interleaved packets are skipped, never stored.
 */
final class RequestParser {

    static final int MAX_HEAD_BYTES = 8 << 10;
    static final int MAX_HEADERS = 64;
    static final int MAX_BODY_BYTES = 16 << 10;

    private static final int FIRST_CAPACITY = 512;
    private static final byte[] NONE = new byte[0];

    private byte[] head = NONE;
    private int headBytes;
    private int interleaveHeaderLeft;
    private int interleavedBytes;
    private int skip;
    private RtspRequest awaitingBody;

    /**
     * @param in from position to limit; consumed as far as needed
     * @return the next whole request, or null when {@code in} is used up
     * @throws Bad where the bytes are no request within the limits; the stream cannot be read on
     */
    RtspRequest next(ByteBuffer in) throws Bad {
        while (true) {
            int skipped = Math.min(skip, in.remaining());
            in.position(in.position() + skipped);
            skip -= skipped;
            if (skip == 0 && awaitingBody != null) {
                RtspRequest complete = awaitingBody;
                awaitingBody = null;
                return complete;
            }
            if (!in.hasRemaining()) {
                return null;
            }
            take(in.get());
        }
    }

    private void take(byte b) throws Bad {
        if (interleaveHeaderLeft > 0) {
            interleavedBytes = (interleavedBytes << 8) | (b & 0xFF);
            if (--interleaveHeaderLeft == 0) {
                skip = interleavedBytes & 0xFFFF;
            }
        } else if (headBytes == 0 && b == '$') {
            interleaveHeaderLeft = 3;
            interleavedBytes = 0;
        } else if (headBytes > 0 || (b != '\r' && b != '\n')) {
            takeHead(b);
        }
    }

    private void takeHead(byte b) throws Bad {
        boolean control = b >= 0 && b < ' ' && b != '\r' && b != '\n' && b != '\t';
        if (control || b < 0 || b == 0x7F) {
            throw new Bad(RtspStatus.BAD_REQUEST);
        }
        if (headBytes == MAX_HEAD_BYTES) {
            throw new Bad(RtspStatus.REQUEST_ENTITY_TOO_LARGE);
        }
        if (headBytes == head.length) {
            head = Arrays.copyOf(head, Math.max(FIRST_CAPACITY, head.length * 2));
        }
        head[headBytes++] = b;
        if (b == '\n' && blankLineBefore()) {
            String text = new String(head, 0, headBytes, ISO_8859_1);
            head = NONE;
            headBytes = 0;
            awaitingBody = parse(text);
            skip = bodyBytes(awaitingBody);
        }
    }

    private boolean blankLineBefore() {
        int last = headBytes - 2;
        if (last >= 0 && head[last] == '\r') {
            last--;
        }
        return last >= 0 && head[last] == '\n';
    }

    private static RtspRequest parse(String text) throws Bad {
        String[] lines = text.split("\r?\n", -1);
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3 || !first[0].matches("[A-Z_]{1,32}") || first[1].isEmpty()) {
            throw new Bad(RtspStatus.BAD_REQUEST);
        }
        if (!first[2].equals("RTSP/1.0")) {
            throw new Bad(first[2].startsWith("RTSP/") ? RtspStatus.VERSION_NOT_SUPPORTED : RtspStatus.BAD_REQUEST);
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1 || i > MAX_HEADERS || lines[i].indexOf('\r') >= 0) {
                throw new Bad(RtspStatus.BAD_REQUEST);
            }
            headers.putIfAbsent(
                    lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        String cseq = headers.getOrDefault("cseq", "");
        if (!cseq.matches("\\d{1,10}")) {
            throw new Bad(RtspStatus.BAD_REQUEST);
        }
        return new RtspRequest(first[0], first[1], cseq, headers);
    }

    private static int bodyBytes(RtspRequest request) throws Bad {
        String length = request.header("content-length");
        if (length.isEmpty()) {
            return 0;
        }
        if (!length.matches("\\d{1,9}")) {
            throw new Bad(RtspStatus.BAD_REQUEST);
        }
        int bytes = Integer.parseInt(length);
        if (bytes > MAX_BODY_BYTES) {
            throw new Bad(RtspStatus.REQUEST_ENTITY_TOO_LARGE);
        }
        return bytes;
    }
}
