package org.streetwarden.farm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A plain-socket RTSP client that sees every byte; waits at most ten seconds for each. */
final class PlainClient implements AutoCloseable {

    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final ArrayDeque<Framed> media = new ArrayDeque<>();
    private int cseq;
    String session = "";

    record Response(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** One interleaved packet. */
    record Framed(int channel, ByteBuffer packet) {
        int sequence() {
            return packet.getShort(2) & 0xFFFF;
        }

        long timestamp() {
            return Integer.toUnsignedLong(packet.getInt(4));
        }

        boolean marker() {
            return (packet.get(1) & 0x80) != 0;
        }

        int nalByte() {
            return packet.get(12) & 0xFF;
        }
    }

    PlainClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    static PlainClient of(URI url) throws IOException {
        return new PlainClient(url.getPort());
    }

    Response ask(String method, Object url, String... headerLines) throws IOException {
        StringBuilder text = new StringBuilder(method + " " + url + " RTSP/1.0\r\nCSeq: " + ++cseq + "\r\n");
        if (!session.isEmpty()) {
            text.append("Session: ").append(session).append("\r\n");
        }
        for (String line : headerLines) {
            text.append(line).append("\r\n");
        }
        write(text.append("\r\n").toString());
        return response();
    }

    void write(String text) throws IOException {
        write(text.getBytes(ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** DESCRIBE is left out: a client may know the track. */
    Response playInterleaved(URI url) throws IOException {
        Response setUp = ask("SETUP", url + "/trackID=0", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1");
        session = setUp.header("Session").split(";", 2)[0];
        return ask("PLAY", url);
    }

    Response response() throws IOException {
        for (int first; ; ) {
            first = read();
            if (first != '$') {
                return response((char) first);
            }
            media.add(framed());
        }
    }

    private Response response(char first) throws IOException {
        StringBuilder head = new StringBuilder().append(first);
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) read());
        }
        String[] lines = head.toString().split("\r\n", -1);
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            String[] pair = lines[i].split(":", 2);
            headers.put(pair[0].toLowerCase(Locale.ROOT), pair[1].strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(bytes(length), ISO_8859_1);
        return new Response(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, body);
    }

    /** The next packet on any channel. */
    Framed packet() throws IOException {
        if (!media.isEmpty()) {
            return media.remove();
        }
        int first = read();
        if (first != '$') {
            throw new IOException("expected an interleaved packet, found byte " + first);
        }
        return framed();
    }

    /** The next RTP packet. */
    Framed rtp() throws IOException {
        Framed next = packet();
        while (next.channel() != 0) {
            next = packet();
        }
        return next;
    }

    /** The RTP packets up to the next with a marker. */
    java.util.List<Framed> picture() throws IOException {
        java.util.List<Framed> packets = new java.util.ArrayList<>();
        do {
            packets.add(rtp());
        } while (!packets.getLast().marker());
        return packets;
    }

    private Framed framed() throws IOException {
        int channel = read();
        int length = read() << 8;
        length += read();
        return new Framed(channel, ByteBuffer.wrap(bytes(length)));
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    int read() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    /** Whether nothing at all comes for a while. */
    boolean hearsNothingFor(int ms) throws IOException {
        socket.setSoTimeout(ms);
        try {
            return in.read() == Integer.MIN_VALUE;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MS);
        }
    }

    /** Reads to the end that the server makes. */
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
