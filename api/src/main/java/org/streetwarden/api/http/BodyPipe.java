package org.streetwarden.api.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A request's body as a stream: filled by its event loop, read by one other thread. Holds at most a megabyte and what the
 * socket had already read; then the socket waits.
 */
final class BodyPipe extends InputStream {

    private static final int MOST_BYTES = 1 << 20;

    private final HttpServerRequest request;
    private final Context context;
    private final Deque<Buffer> chunks = new ArrayDeque<>();
    private int waiting;
    private int at;
    private boolean ended;
    private boolean whole;
    private boolean paused;
    private Throwable broken;

    /** Call before the request's handler returns; the body waits until {@link #start}. */
    BodyPipe(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
        request.pause();
        request.handler(this::add);
        request.endHandler(end -> complete());
        request.exceptionHandler(this::end);
    }

    /** Lets the body come; of a connection that is gone by now nothing does. On the event loop. */
    void start() {
        if (request.response().closed()) {
            end(new ClosedChannelException());
        }
        request.resume();
    }

    private synchronized void add(Buffer chunk) {
        if (chunk.length() > 0 && !ended) {
            chunks.add(chunk);
            waiting += chunk.length();
            if (waiting > MOST_BYTES && !paused) {
                paused = true;
                request.pause();
            }
            notifyAll();
        }
    }

    private synchronized void complete() {
        whole = !ended;
        end(null);
    }

    /** Whether all of the body has come, and none of it was dropped. */
    synchronized boolean whole() {
        return whole;
    }

    private synchronized void end(Throwable failure) {
        ended = true;
        broken = failure;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** @throws IOException where the connection was cut; what came before it is read first */
    @Override
    public synchronized int read(byte[] into, int from, int length) throws IOException {
        try {
            while (chunks.isEmpty() && !ended) {
                wait();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
        if (chunks.isEmpty()) {
            if (broken != null) {
                throw new IOException("the connection was cut", broken);
            }
            return -1;
        }
        Buffer first = chunks.getFirst();
        int taken = Math.min(length, first.length() - at);
        first.getBytes(at, at + taken, into, from);
        at += taken;
        waiting -= taken;
        if (at == first.length()) {
            chunks.removeFirst();
            at = 0;
        }
        if (paused && waiting < MOST_BYTES / 2) {
            paused = false;
            context.runOnContext(now -> request.resume());
        }
        return taken;
    }

    /** Nothing more is read: what still comes is dropped, and the reader finds an end. */
    @Override
    public synchronized void close() {
        ended = true;
        chunks.clear();
        waiting = 0;
        notifyAll();
    }
}
