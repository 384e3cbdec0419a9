package org.streetwarden.source;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on 127.0.0.1 that says, byte by byte, what its script says to whoever connects. */
final class HostileCamera implements AutoCloseable {

    /** What it does with one connection; the connection is closed where it ends. */
    interface Script {
        void play(Peer peer) throws IOException, InterruptedException;
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Script script;

    HostileCamera(Script script) throws IOException {
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    CameraUrl url() {
        return CameraUrl.parse("rtsp://127.0.0.1:" + server.getLocalPort() + "/cam")
                .withCredentials("warden", "secret");
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> play(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void play(Socket socket) {
        try (socket) {
            script.play(new Peer(socket));
        } catch (IOException gone) {
            // The client left: that is how most of these dialogues end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** The client at the other end. */
    static final class Peer {

        private final Socket socket;

        Peer(Socket socket) {
            this.socket = socket;
        }

        /** The port that it came to. */
        int port() {
            return socket.getLocalPort();
        }

        /** The next request's head. */
        String request() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new EOFException();
                }
                head.append((char) next);
                if (next == '$') { // an interleaved report of the client's
                    head.setLength(0);
                    socket.getInputStream().readNBytes(1);
                    byte[] size = socket.getInputStream().readNBytes(2);
                    socket.getInputStream().readNBytes((size[0] & 0xff) << 8 | (size[1] & 0xff));
                }
            }
            return head.toString();
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** The next request, answered. */
        void answer(String status, String headers) throws IOException {
            send("RTSP/1.0 " + status + "\r\nCSeq: " + cSeq(request()) + "\r\n" + headers + "\r\n");
        }

        /** Answers as a sane camera does, up to and without the first request of this method, whose head is returned. */
        String sane(String until, String sdp) throws IOException {
            String request = request();
            while (!request.startsWith(until)) {
                send(saneAnswer(request, sdp));
                request = request();
            }
            return request;
        }

        static String cSeq(String request) {
            return request.lines()
                    .filter(line -> line.startsWith("CSeq:"))
                    .map(line -> line.substring(5).strip())
                    .findFirst()
                    .orElse("0");
        }

        static String saneAnswer(String request, String sdp) {
            String head = "RTSP/1.0 200 OK\r\nCSeq: " + cSeq(request) + "\r\n";
            return head
                    + switch (request.substring(0, Math.max(0, request.indexOf(' ')))) {
                        case "DESCRIBE" ->
                            "Content-Type: application/sdp\r\nContent-Length: " + sdp.length() + "\r\n\r\n" + sdp;
                        case "SETUP" -> "Session: 7\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n";
                        case "PLAY" -> "Session: 7\r\n\r\n";
                        default -> "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n";
                    };
        }
    }
}
