package org.streetwarden.farm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * One scripted misbehaviour of a camera. Times count from a session's PLAY, so that every client that connects meets the
 * same; only {@link ChangeEvery} and {@link ChangeOnce} count from the farm's start, because they change what the camera
 * sees, and {@link ChangeWhen} waits for a sign.
 */
public sealed interface Behaviour {

    /** Answers every request with 503. Name: {@code refuse}. */
    record Refuse() implements Behaviour {}

    /** Closes the connection at the first request. Name: {@code hang-up}. */
    record HangUp() implements Behaviour {}

    /** Answers every request but OPTIONS with 401, whatever the password. Name: {@code wrong-password}. */
    record WrongPassword() implements Behaviour {}

    /** Takes the connection and the request and never sends a byte. Name: {@code silent}. */
    record Silent() implements Behaviour {}

    /** Answers as a web server does. Name: {@code http}. */
    record TalksHttp() implements Behaviour {}

    /** Answers with random bytes and closes. Name: {@code garbage}. */
    record TalksGarbage() implements Behaviour {}

    /** Describes a stream that has audio only. Name: {@code audio-only}. */
    record AudioOnly() implements Behaviour {}

    /** Keeps the connection open after a time but sends nothing any more. Name: {@code stall:10s}. */
    record Stall(Duration after) implements Behaviour {}

    /** Closes the connection after a time. Name: {@code cut:10s}. */
    record Cut(Duration after) implements Behaviour {}

    /** Overwrites bytes in a share (0 to 1) of the RTP payloads. Name: {@code corrupt:0.02} or {@code corrupt:0.02:SEED}. */
    record Corrupt(double share, long seed) implements Behaviour {
        public Corrupt {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException("corrupt: expected a share above 0 and up to 1, found " + share);
            }
        }
    }

    /** Moves the timestamps by a positive or negative time, after a time. Name: {@code jump:10s:-30s}. */
    record Jump(Duration after, Duration by) implements Behaviour {}

    /** From a time on, gives each second picture the timestamp of the one before. Name: {@code repeat:10s}. */
    record Repeat(Duration after) implements Behaviour {}

    /** Changes to a second file and back at each interval, parameter sets in band. Name: {@code change:10s:FILE}. */
    record ChangeEvery(Duration interval, Path file) implements Behaviour {
        public ChangeEvery {
            if (interval.compareTo(Duration.ofMillis(100)) < 0) {
                throw new IllegalArgumentException("change: expected an interval of 100ms or more, found " + interval);
            }
            Objects.requireNonNull(file);
        }
    }

    /** Changes to a second file after a time and stays with it. Name: {@code change-once:5m:FILE}. */
    record ChangeOnce(Duration after, Path file) implements Behaviour {
        static final Duration LEAST = Duration.ofMillis(100);

        public ChangeOnce {
            if (after.compareTo(LEAST) < 0) {
                throw new IllegalArgumentException("change-once: expected a time of 100ms or more, found " + after);
            }
            Objects.requireNonNull(file);
        }
    }

    /**
     * Changes to a second file once a sign is there, which is a file as well, and stays with it. Name: {@code
     * change-when:SIGN:FILE}.
     */
    record ChangeWhen(Path sign, Path file) implements Behaviour {
        public ChangeWhen {
            Objects.requireNonNull(sign);
            Objects.requireNonNull(file);
        }
    }

    static Behaviour refuse() {
        return new Refuse();
    }

    static Behaviour hangUp() {
        return new HangUp();
    }

    static Behaviour wrongPassword() {
        return new WrongPassword();
    }

    static Behaviour silent() {
        return new Silent();
    }

    static Behaviour talksHttp() {
        return new TalksHttp();
    }

    static Behaviour talksGarbage() {
        return new TalksGarbage();
    }

    static Behaviour audioOnly() {
        return new AudioOnly();
    }

    static Behaviour stallAfter(Duration after) {
        return new Stall(after);
    }

    static Behaviour cutAfter(Duration after) {
        return new Cut(after);
    }

    static Behaviour corrupt(double share, long seed) {
        return new Corrupt(share, seed);
    }

    static Behaviour jump(Duration after, Duration by) {
        return new Jump(after, by);
    }

    static Behaviour repeatAfter(Duration after) {
        return new Repeat(after);
    }

    static Behaviour changeEvery(Duration interval, Path file) {
        return new ChangeEvery(interval, file);
    }

    static Behaviour changeOnce(Duration after, Path file) {
        return new ChangeOnce(after, file);
    }

    static Behaviour changeWhen(Path sign, Path file) {
        return new ChangeWhen(sign, file);
    }
}
