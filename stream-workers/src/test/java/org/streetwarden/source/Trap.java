package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where nobody may ever come: TCP and UDP at another address of this machine. Every test ends with both untouched. */
final class Trap implements BeforeEachCallback, AfterEachCallback {

    private ServerSocketChannel tcp;
    private DatagramChannel udp;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        tcp = ServerSocketChannel.open();
        udp = DatagramChannel.open();
        tcp.bind(new InetSocketAddress("127.0.0.2", 0)).configureBlocking(false);
        udp.bind(tcp.getLocalAddress()).configureBlocking(false);
    }

    int port() throws IOException {
        return ((InetSocketAddress) tcp.getLocalAddress()).getPort();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try (ServerSocketChannel closedTcp = tcp;
                DatagramChannel closedUdp = udp) {
            assertThat(closedTcp.accept()).as("a connection to another address").isNull();
            assertThat(closedUdp.receive(ByteBuffer.allocate(1)))
                    .as("a datagram to another address")
                    .isNull();
        }
    }
}
