package org.streetwarden.farm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's RTSP connection. Belongs to one event loop at a time; moves to the loop of the camera it asks for. Holds
 * nothing but its unsent bytes and, while a request arrives, that request's head.
 */
final class Connection implements EventLoop.Ready {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final int SEND_BUFFER_BYTES = 256 << 10;
    private static final int MAX_UNSENT_MESSAGES = 256;
    private static final long LINGER_NANOS = 2_000_000_000L;

    private final SocketChannel channel;
    private final FarmDesk desk;
    private final RequestParser parser = new RequestParser();
    private final Outbox outbox = new Outbox();
    private final Dialogue dialogue;

    private EventLoop loop;
    private SelectionKey key;
    private boolean closed;
    private boolean ending;
    private boolean shutDown;
    private long lastRequestNanos;
    private long lastHeardNanos;

    Connection(SocketChannel channel, FarmDesk desk) throws IOException {
        this.channel = channel;
        this.desk = desk;
        channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(java.net.StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        dialogue = new Dialogue(this, desk);
        lastRequestNanos = System.nanoTime();
        lastHeardNanos = lastRequestNanos;
    }

    void attach(EventLoop newLoop) throws IOException {
        loop = newLoop;
        key = newLoop.register(channel, SelectionKey.OP_READ, this);
        desk.connections(newLoop).add(this);
    }

    EventLoop loop() {
        return loop;
    }

    InetSocketAddress peer() throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    @Override
    public void onReady(SelectionKey selected) throws IOException {
        if (selected.isWritable()) {
            flush();
        }
        if (!closed && selected.isReadable()) {
            read();
        }
    }

    private void read() throws IOException {
        ByteBuffer in = loop.readBuffer.clear();
        int count = channel.read(in);
        if (count < 0) {
            close();
        } else if (!ending) {
            heard();
            process(in.flip());
        }
    }

    private void process(ByteBuffer in) {
        try {
            for (RtspRequest request; !closed && !ending && (request = parser.next(in)) != null; ) {
                lastRequestNanos = System.nanoTime();
                EventLoop home = dialogue.homeOf(request);
                if (home != null && home != loop) {
                    move(home, request, in);
                    return;
                }
                dialogue.answer(request);
            }
        } catch (RtspRequest.Bad e) {
            desk.counts().add(FarmCounter.REQUESTS_MALFORMED, 1);
            sendLast(new RtspResponse(e.status, "").bytes());
        }
    }

    private void move(EventLoop home, RtspRequest request, ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        key.cancel();
        desk.connections(loop).remove(this);
        home.execute(() -> arrive(home, request, ByteBuffer.wrap(rest)));
    }

    private void arrive(EventLoop home, RtspRequest request, ByteBuffer rest) {
        try {
            attach(home);
            dialogue.answer(request);
            process(rest);
            if (!closed) {
                flush();
            }
        } catch (IOException e) {
            onFailure(e);
        }
    }

    /** Notes that the client is there, by whatever it sent. */
    void heard() {
        lastHeardNanos = System.nanoTime();
    }

    int queuedBytes() {
        return outbox.queuedBytes();
    }

    void send(byte[] message) {
        outbox.add(message);
        if (outbox.messages() > MAX_UNSENT_MESSAGES) {
            close(); // a client that asks and asks and never reads
        } else {
            sendNow();
        }
    }

    void send(Burst burst) {
        outbox.add(burst);
        sendNow();
    }

    /** Closes once this is written. */
    void sendLast(byte[] message) {
        ending = true;
        lastRequestNanos = System.nanoTime();
        send(message);
    }

    private void sendNow() {
        if (!closed && (key.interestOps() & SelectionKey.OP_WRITE) == 0) {
            try {
                flush();
            } catch (IOException | CancelledKeyException e) {
                onFailure(e);
            }
        }
    }

    private void flush() throws IOException {
        boolean empty = outbox.flush(channel, loop.writeBuffer);
        key.interestOps(empty ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        if (empty && ending && !shutDown) {
            // Closing with unread input would reset the connection before the client has read the answer.
            shutDown = true;
            channel.shutdownOutput();
        }
    }

    /** Called about once a second. */
    void check(long nowNanos, long timeoutNanos) {
        Session session = dialogue.session();
        if (ending && nowNanos - lastRequestNanos > LINGER_NANOS) {
            close();
        } else if (session != null && nowNanos - lastHeardNanos > timeoutNanos) {
            session.camera.counts().add(FarmCounter.SESSIONS_EXPIRED, 1);
            close();
        } else if (session == null && nowNanos - lastRequestNanos > timeoutNanos) {
            close();
        }
    }

    @Override
    public void onFailure(Exception failure) {
        log.debug("farm: a connection failed: {}", failure.toString());
        close();
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        dialogue.end();
        outbox.clear();
        desk.connections(loop).remove(this);
        desk.connectionClosed();
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("farm: closing a connection: {}", e.toString());
        }
    }
}
