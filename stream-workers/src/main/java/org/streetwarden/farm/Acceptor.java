package org.streetwarden.farm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes new connections on one event loop; each moves on with its first request. */
final class Acceptor implements EventLoop.Ready {

    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final int BACKLOG = 4096;
    private static final int AT_ONCE = 64;

    private final ServerSocketChannel server;
    private final EventLoop loop;
    private final FarmDesk desk;
    private SelectionKey key;

    Acceptor(ServerSocketChannel server, EventLoop loop, FarmDesk desk) {
        this.server = server;
        this.loop = loop;
        this.desk = desk;
    }

    static ServerSocketChannel bind(FarmSettings settings) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(settings.bind(), settings.port()), BACKLOG);
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** On the loop's thread. */
    void begin() throws IOException {
        key = loop.register(server, SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public void onReady(SelectionKey selected) throws IOException {
        for (int i = 0; i < AT_ONCE; i++) {
            SocketChannel client = server.accept();
            if (client == null) {
                return;
            }
            if (desk.connectionOpened()) {
                welcome(client);
            } else {
                client.close();
            }
        }
    }

    private void welcome(SocketChannel client) throws IOException {
        try {
            new Connection(client, desk).attach(loop);
        } catch (IOException e) {
            // The client may be gone already; the next one is not to suffer for it.
            desk.connectionClosed();
            client.close();
        }
    }

    /** Out of file descriptors, mostly: pauses until {@link #resume}, so that the loop does not spin. */
    @Override
    public void onFailure(Exception failure) {
        log.warn("farm: accepting connections: {}", failure.toString());
        key.interestOps(0);
    }

    /** Called about once a second. */
    void resume() {
        if (key.isValid() && key.interestOps() == 0) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }
}
