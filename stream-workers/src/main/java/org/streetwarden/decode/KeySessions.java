package org.streetwarden.decode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import org.streetwarden.media.StreamInfo;

/**
 * The H.264 sessions for key frames, one per processor, shared by all {@link Decoder}s of this process, so that a key frame
 * costs neither the opening of one nor the page faults of its memory, and memory does not grow with the cameras. Owned by the
 * decoders together, and by who {@link #hold}s them: the last one to leave frees them.
 *
 * <p>Only H.264: FFmpeg says of its pictures when a slice was missing. With other codecs what an earlier picture, of
 * another camera, left in the buffer could show through. Thread-safe.
 */
public final class KeySessions {

    /** Then a session is replaced, and what its buffers grew to while many pictures were waiting is freed. */
    private static final int MOST_PICTURES = 25;

    private static final Semaphore FREE = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private static final Deque<CodecSession> IDLE = new ArrayDeque<>();
    private static int decoders;

    private KeySessions() {}

    /** Keeps them although no decoder is open for a while. */
    public static final class Hold implements AutoCloseable {

        private Hold() {
            join();
        }

        /** To be called once. */
        @Override
        public void close() {
            leave();
        }
    }

    /** For a process that opens decoders again and again; to be closed. */
    public static Hold hold() {
        return new Hold();
    }

    /** A decoder was opened. */
    static synchronized void join() {
        decoders++;
    }

    /** A decoder was closed. */
    static synchronized void leave() {
        decoders--;
        if (decoders == 0) {
            IDLE.forEach(CodecSession::close);
            IDLE.clear();
        }
    }

    /** Without parameter sets of its own a stream would be decoded with those of the session's last one. */
    static boolean serves(StreamInfo info) {
        return info.codec().equals("h264") && info.extradata().hasRemaining();
    }

    /** Waits its turn where as many key frames are being decoded as there are processors; {@link #done} gives it up. */
    static void await() {
        FREE.acquireUninterruptibly();
    }

    static void done() {
        FREE.release();
    }

    /** A session that has seen nothing of a stream but its parameters. */
    static CodecSession borrow(StreamInfo info) {
        CodecSession idle = takeIdle(info);
        if (idle == null) {
            return CodecSession.again(info);
        }
        idle.adopt(info);
        return idle;
    }

    private static synchronized CodecSession takeIdle(StreamInfo info) {
        for (Iterator<CodecSession> each = IDLE.iterator(); each.hasNext(); ) {
            CodecSession session = each.next();
            if (session.info().equals(info)) {
                each.remove();
                return session;
            }
        }
        return IDLE.pollLast();
    }

    /** @param sound whether it met no damage; otherwise it is not used again */
    static void giveBack(CodecSession session, boolean sound) {
        if (sound && session.pictures() < MOST_PICTURES) {
            session.forget();
            keep(session);
        } else {
            session.close();
        }
    }

    private static synchronized void keep(CodecSession session) {
        IDLE.push(session);
    }
}
