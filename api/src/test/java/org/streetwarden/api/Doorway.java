package org.streetwarden.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A second address of a server that is yet to start, which passes bytes on as they are. */
final class Doorway implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private volatile int inside;

    Doorway() throws IOException {}

    String address() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** Opens. */
    void leadTo(int port) {
        inside = port;
        Thread.startVirtualThread(this::open);
    }

    private void open() {
        try {
            while (true) {
                Socket visitor = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), inside);
                Thread.startVirtualThread(() -> pass(visitor, server));
                Thread.startVirtualThread(() -> pass(server, visitor));
            }
        } catch (IOException closed) {
            // nobody comes in any more
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // the other direction ends with it
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
