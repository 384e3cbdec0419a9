package org.streetwarden.source;

import java.time.Duration;
import java.time.Instant;

/**
 * How to open and read a source.
 *
 * @param transport what RTSP carries media over
 * @param openTimeout most time from the call to the first answer that lets packets flow, name look-up included; at most 15 s
 * @param stallTimeout most time without a packet; at most 15 s
 * @param notBeforeUs a live run's timeline begins later than this, microseconds since 1970: the newest picture of the run
 *     before it, so that a camera's time never goes back
 * @param startUs where a file's timeline begins, microseconds
 * @param fileBase wall time of a file's microsecond 0
 * @param addresses which of them a camera may have
 */
public record SourceSettings(
        Transport transport,
        Duration openTimeout,
        Duration stallTimeout,
        long notBeforeUs,
        long startUs,
        Instant fileBase,
        CameraAddresses addresses) {

    /** RTSP's lower transport. */
    public enum Transport {
        TCP,
        UDP
    }

    /** No call may hold a thread longer. */
    public static final Duration LONGEST = Duration.ofSeconds(15);

    public static final SourceSettings DEFAULT = new SourceSettings(
            Transport.TCP,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            0,
            0,
            Instant.EPOCH,
            CameraAddresses.DEFAULT);

    public SourceSettings {
        check("openTimeout", openTimeout);
        check("stallTimeout", stallTimeout);
    }

    private static void check(String name, Duration value) {
        if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "source: %s: expected more than 0 and at most %s, found %s".formatted(name, LONGEST, value));
        }
    }

    public SourceSettings withTransport(Transport other) {
        return new SourceSettings(other, openTimeout, stallTimeout, notBeforeUs, startUs, fileBase, addresses);
    }

    public SourceSettings withTimeouts(Duration open, Duration stall) {
        return new SourceSettings(transport, open, stall, notBeforeUs, startUs, fileBase, addresses);
    }

    public SourceSettings withNotBeforeUs(long otherUs) {
        return new SourceSettings(transport, openTimeout, stallTimeout, otherUs, startUs, fileBase, addresses);
    }

    public SourceSettings withFileStart(long otherStartUs, Instant otherBase) {
        return new SourceSettings(
                transport, openTimeout, stallTimeout, notBeforeUs, otherStartUs, otherBase, addresses);
    }

    public SourceSettings withAddresses(CameraAddresses others) {
        return new SourceSettings(transport, openTimeout, stallTimeout, notBeforeUs, startUs, fileBase, others);
    }
}
