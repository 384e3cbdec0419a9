package org.streetwarden.farm;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What the farm's connections share: its cameras, limits, counters, UDP ports and who is connected. */
final class FarmDesk {

    private static final int SESSION_ID_BYTES = 8;

    private final FarmSettings settings;
    private final Map<String, Camera> cameras;
    private final FarmCounts counts = new FarmCounts();
    private final AtomicInteger connected = new AtomicInteger();
    private final Map<EventLoop, Set<Connection>> connections = new HashMap<>();
    private final Map<EventLoop, UdpPorts> udpPorts = new HashMap<>();
    private final SecureRandom random = new SecureRandom();

    FarmDesk(FarmSettings settings, Map<String, Camera> cameras, List<EventLoop> loops) {
        this.settings = settings;
        this.cameras = Map.copyOf(cameras);
        for (EventLoop loop : loops) {
            connections.put(loop, new LinkedHashSet<>());
            udpPorts.put(loop, null);
        }
    }

    FarmSettings settings() {
        return settings;
    }

    /** Null where there is none of that name. */
    Camera camera(String name) {
        return cameras.get(name);
    }

    FarmCounts counts() {
        return counts;
    }

    /** The loop's own set: only its thread may touch it. */
    Set<Connection> connections(EventLoop loop) {
        return connections.get(loop);
    }

    /** Opened when first asked for; on the loop's thread. */
    UdpPorts udpPorts(EventLoop loop) throws IOException {
        UdpPorts ports = udpPorts.get(loop);
        if (ports == null) {
            ports = UdpPorts.open(loop, settings.bind());
            udpPorts.replace(loop, ports);
        }
        return ports;
    }

    String newSessionId() {
        byte[] bytes = new byte[SESSION_ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    SecureRandom random() {
        return random;
    }

    /** @return false where the farm holds as many connections as it may */
    boolean connectionOpened() {
        if (connected.incrementAndGet() > settings.maxConnections()) {
            connected.decrementAndGet();
            counts.add(FarmCounter.CONNECTIONS_REFUSED, 1);
            return false;
        }
        return true;
    }

    void connectionClosed() {
        connected.decrementAndGet();
    }

    int connected() {
        return connected.get();
    }
}
