package org.streetwarden.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A road to a server on this machine that breaks once: the connection over which the given number of bytes is exceeded. */
final class CutRoad implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int port;
    private final AtomicLong left;
    private final AtomicInteger cuts = new AtomicInteger();

    CutRoad(int port, long bytesToServer) throws IOException {
        this.port = port;
        left = new AtomicLong(bytesToServer);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                Thread.ofVirtual().start(() -> carry(client, server, true));
                Thread.ofVirtual().start(() -> carry(server, client, false));
            }
        } catch (IOException closed) {
            // the road is no longer needed
        }
    }

    private void carry(Socket from, Socket to, boolean up) {
        byte[] chunk = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n; (n = in.read(chunk)) > 0; ) {
                if (up && left.addAndGet(-n) < 0 && cuts.compareAndSet(0, 1)) {
                    return;
                }
                out.write(chunk, 0, n);
            }
        } catch (IOException ended) {
            // one side is gone; both are closed
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
