package org.streetwarden.farm;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * One client's view of one camera: its own SSRC, sequence numbers and timestamp origin (RFC 3550 section 5.1: random). Lives
 * on the camera's event loop.
 */
final class Session {

    private static final long REPORT_INTERVAL_NANOS = 5_000_000_000L;

    final String id;
    final Camera camera;
    final MediaOut out;

    private final Connection connection;
    private final int ssrc;
    private final int timestampOrigin;
    private int sequence;
    private boolean playing;
    private long playedNanos;

    private boolean waitsForKey;
    private boolean joined;
    private long joinedPtsTicks;
    private long pictures;
    private int lastTimestamp;
    private long packets;
    private long octets;
    private long nextReportNanos;

    Session(String id, Camera camera, Connection connection, MediaOut out, RandomGenerator random) {
        this.id = id;
        this.camera = camera;
        this.connection = connection;
        this.out = out;
        ssrc = random.nextInt();
        timestampOrigin = random.nextInt();
        sequence = random.nextInt(0x10000);
    }

    void play(long nowNanos) {
        playing = true;
        playedNanos = nowNanos;
        nextReportNanos = nowNanos;
        waitsForKey = true;
        camera.join(this, nowNanos);
    }

    void end() {
        if (playing) {
            camera.leave(this);
        }
        out.close();
    }

    boolean playing() {
        return playing;
    }

    /** Whether the camera's script has silenced it by now. */
    boolean stalled(long nowNanos) {
        return playing && nowNanos - playedNanos >= camera.script().stallNanos();
    }

    String ssrcHex() {
        return "%08X".formatted(ssrc);
    }

    /** The parameters of RTP-Info for a stream that begins at a presentation time of the camera. */
    String rtpInfo(long ptsTicks) {
        return "seq=%d;rtptime=%d".formatted(sequence, Integer.toUnsignedLong(timestampOrigin + (int) ptsTicks));
    }

    /** The farm lost its place; what comes next does not follow on. */
    void resync() {
        waitsForKey = true;
    }

    /** @param ptsTicks the picture's presentation time on the camera's scale */
    void offer(Picture picture, long ptsTicks, long nowNanos) {
        long sincePlay = nowNanos - playedNanos;
        if (sincePlay >= camera.script().cutNanos()) {
            connection.close();
        } else if (sincePlay < camera.script().stallNanos()
                && !camera.script().audioOnly()
                && admits(picture, ptsTicks)) {
            send(picture, ptsTicks, nowNanos);
        }
    }

    private boolean admits(Picture picture, long ptsTicks) {
        if (waitsForKey && !picture.key()) {
            countDropIf(joined);
            return false;
        }
        if (!out.hasRoom(picture.bytes())) {
            waitsForKey = true;
            countDropIf(true);
            return false;
        }
        if (waitsForKey) {
            waitsForKey = false;
            joined = true;
            joinedPtsTicks = ptsTicks;
        }
        // Shown before the key picture, so it refers to what this client never got.
        return ptsTicks >= joinedPtsTicks;
    }

    private void countDropIf(boolean drop) {
        if (drop) {
            camera.counts().add(FarmCounter.PICTURES_DROPPED, 1);
        }
    }

    private void send(Picture picture, long ptsTicks, long nowNanos) {
        Script script = camera.script();
        long sincePlay = nowNanos - playedNanos;
        int shift = sincePlay >= script.jumpNanos() ? (int) script.jumpTicks() : 0;
        if (nowNanos - nextReportNanos >= 0) {
            report(nowNanos, shift);
        }
        boolean repeats = sincePlay >= script.repeatNanos() && pictures % 2 == 1;
        int timestamp = repeats ? lastTimestamp : timestampOrigin + (int) ptsTicks + shift;
        Burst.Stamp stamp = new Burst.Stamp(out.channel(), ssrc, script.corruptShare(), script.corruptSeed());
        out.send(new Burst(picture, stamp, sequence, timestamp), picture.packets());
        account(picture, timestamp);
    }

    private void account(Picture picture, int timestamp) {
        lastTimestamp = timestamp;
        sequence += picture.packets();
        packets += picture.packets();
        int headers = Picture.INTERLEAVE_BYTES + Picture.RTP_HEADER_BYTES;
        octets += picture.bytes() - (long) picture.packets() * headers;
        pictures++;
        camera.counts().add(FarmCounter.PICTURES_SENT, 1);
        camera.counts().add(FarmCounter.PACKETS_SENT, picture.packets());
        camera.counts().add(FarmCounter.BYTES_SENT, picture.bytes());
    }

    private void report(long nowNanos, int shift) {
        nextReportNanos = nowNanos + REPORT_INTERVAL_NANOS;
        Instant at = camera.clock().instant();
        int timestamp = timestampOrigin + (int) camera.captureTicks(nowNanos) + shift;
        out.report(SenderReport.compose(ssrc, camera.name(), at, timestamp, packets, octets));
    }

    void close() {
        connection.close();
    }
}
