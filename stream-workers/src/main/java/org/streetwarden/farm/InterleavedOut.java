package org.streetwarden.farm;

/** RTP and RTCP between the responses of the RTSP connection (RFC 2326 section 10.12). */
final class InterleavedOut implements MediaOut {

    private final Connection connection;
    private final Transport transport;
    private final int boundBytes;

    InterleavedOut(Connection connection, Transport transport, int boundBytes) {
        this.connection = connection;
        this.transport = transport;
        this.boundBytes = boundBytes;
    }

    @Override
    public int channel() {
        return transport.media();
    }

    @Override
    public boolean hasRoom(int bytes) {
        int queued = connection.queuedBytes();
        return queued == 0 || queued + bytes <= boundBytes;
    }

    @Override
    public void send(Burst burst, int packets) {
        connection.send(burst);
    }

    @Override
    public void report(byte[] packet) {
        connection.send(SenderReport.interleaved(transport.control(), packet));
    }

    @Override
    public void close() {}
}
