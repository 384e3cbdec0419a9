package org.streetwarden.farm;

import java.net.InetAddress;
import java.time.Duration;

/**
 * How the farm listens and what it bears.
 *
 * @param bind address to listen on; loopback unless configured
 * @param port TCP port, 0 for a free one
 * @param threads event loops, 1 to 64; a camera stays on one
 * @param maxConnections connections held at the same time; further ones are closed at once
 * @param sendQueueBytes what may wait for one slow client before its pictures are dropped
 * @param sessionTimeout silence from a client after which its session ends; told to it in SETUP
 * @param nonceLife how long a Digest nonce is good; then the client is told it is stale
 */
public record FarmSettings(
        InetAddress bind,
        int port,
        int threads,
        int maxConnections,
        int sendQueueBytes,
        Duration sessionTimeout,
        Duration nonceLife) {

    public FarmSettings {
        require(port >= 0 && port <= 65_535, "port", "0 to 65535", port);
        require(threads >= 1 && threads <= 64, "threads", "1 to 64", threads);
        require(maxConnections >= 1, "maxConnections", "1 or more", maxConnections);
        require(sendQueueBytes >= 1024, "sendQueueBytes", "1024 or more", sendQueueBytes);
        require(sessionTimeout.toSeconds() >= 1, "sessionTimeout", "1 s or more", sessionTimeout);
        require(nonceLife.isPositive(), "nonceLife", "more than nothing", nonceLife);
    }

    private static void require(boolean holds, String name, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("farm: %s: expected %s, found %s".formatted(name, expected, found));
        }
    }

    /** Loopback, a free port, one event loop. */
    public static FarmSettings defaults() {
        return new FarmSettings(
                InetAddress.getLoopbackAddress(), 0, 1, 16_384, 1 << 20, Duration.ofSeconds(60), Duration.ofHours(1));
    }

    public FarmSettings withBind(InetAddress newBind) {
        return new FarmSettings(newBind, port, threads, maxConnections, sendQueueBytes, sessionTimeout, nonceLife);
    }

    public FarmSettings withPort(int newPort) {
        return new FarmSettings(bind, newPort, threads, maxConnections, sendQueueBytes, sessionTimeout, nonceLife);
    }

    public FarmSettings withThreads(int newThreads) {
        return new FarmSettings(bind, port, newThreads, maxConnections, sendQueueBytes, sessionTimeout, nonceLife);
    }

    public FarmSettings withMaxConnections(int newMax) {
        return new FarmSettings(bind, port, threads, newMax, sendQueueBytes, sessionTimeout, nonceLife);
    }

    public FarmSettings withSendQueueBytes(int newBytes) {
        return new FarmSettings(bind, port, threads, maxConnections, newBytes, sessionTimeout, nonceLife);
    }

    public FarmSettings withSessionTimeout(Duration newTimeout) {
        return new FarmSettings(bind, port, threads, maxConnections, sendQueueBytes, newTimeout, nonceLife);
    }

    public FarmSettings withNonceLife(Duration newLife) {
        return new FarmSettings(bind, port, threads, maxConnections, sendQueueBytes, sessionTimeout, newLife);
    }
}
