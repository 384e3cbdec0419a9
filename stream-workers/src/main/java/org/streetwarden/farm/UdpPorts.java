package org.streetwarden.farm;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pair of UDP ports that all sessions of one event loop send from: an even one for RTP and the next for RTCP (RFC 3550
 * section 11). What arrives on the RTCP port only tells that a client is alive.
 */
final class UdpPorts implements EventLoop.Ready {

    private static final Logger log = LoggerFactory.getLogger(UdpPorts.class);
    private static final int ATTEMPTS = 64;
    private static final int SEND_BUFFER_BYTES = 4 << 20;

    private final EventLoop loop;
    private final DatagramChannel media;
    private final DatagramChannel control;
    private final Map<SocketAddress, Runnable> alive = new HashMap<>();

    private UdpPorts(EventLoop loop, DatagramChannel media, DatagramChannel control) {
        this.loop = loop;
        this.media = media;
        this.control = control;
    }

    static UdpPorts open(EventLoop loop, InetAddress bind) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            UdpPorts ports = attempt(loop, bind);
            if (ports != null) {
                loop.register(ports.media, SelectionKey.OP_READ, ports);
                loop.register(ports.control, SelectionKey.OP_READ, ports);
                return ports;
            }
        }
        throw new BindException("no free pair of UDP ports on " + bind.getHostAddress());
    }

    private static UdpPorts attempt(EventLoop loop, InetAddress bind) throws IOException {
        DatagramChannel media = DatagramChannel.open().bind(new InetSocketAddress(bind, 0));
        DatagramChannel control = DatagramChannel.open();
        try {
            int port = ((InetSocketAddress) media.getLocalAddress()).getPort();
            if (port % 2 == 0) {
                control.bind(new InetSocketAddress(bind, port + 1));
                media.setOption(java.net.StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
                return new UdpPorts(loop, media, control);
            }
        } catch (BindException e) {
            log.trace("farm: the port after an even one is taken");
        }
        media.close();
        control.close();
        return null;
    }

    /** @param heard called whenever RTCP comes from this address */
    void expect(InetSocketAddress clientControl, Runnable heard) {
        alive.put(clientControl, heard);
    }

    void forget(InetSocketAddress clientControl) {
        alive.remove(clientControl);
    }

    DatagramChannel media() {
        return media;
    }

    DatagramChannel control() {
        return control;
    }

    /** As a Transport header names them. */
    String serverPorts() throws IOException {
        int port = ((InetSocketAddress) media.getLocalAddress()).getPort();
        return port + "-" + (port + 1);
    }

    @Override
    public void onReady(SelectionKey key) throws IOException {
        ByteBuffer buffer = loop.readBuffer;
        DatagramChannel channel = (DatagramChannel) key.channel();
        for (SocketAddress from; (from = channel.receive(buffer.clear())) != null; ) {
            Runnable heard = alive.get(from);
            if (heard != null && channel == control) {
                heard.run();
            }
        }
    }

    @Override
    public void onFailure(Exception failure) {
        log.debug("farm: UDP: {}", failure.toString());
    }
}
