package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.streetwarden.decode.Decoder;
import org.streetwarden.media.Frame;
import org.streetwarden.media.Packet;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

/** What every source of packets keeps to. */
@ExtendWith(NoNativeLeaks.class)
@Timeout(60)
abstract class PacketSourceContract {

    /** Opens a new run of a stream of at least two seconds whose pictures are 1280 by 720. */
    abstract PacketSource open() throws Exception;

    abstract String codec();

    @Test
    void knowsWhatItCarriesOnceOpen() throws Exception {
        try (PacketSource source = open()) {
            assertThat(source.info().codec()).isEqualTo(codec());
        }
    }

    @Test
    void lendsPacketsWhoseDecodingTimesNeverDecrease() throws Exception {
        try (PacketSource source = open()) {
            long lastDtsUs = Long.MIN_VALUE;
            for (int i = 0; i < 50; i++) {
                Packet packet = source.next();
                assertThat(packet.dtsUs()).isGreaterThanOrEqualTo(lastDtsUs);
                assertThat(packet.data().remaining()).isPositive();
                lastDtsUs = packet.dtsUs();
            }
        }
    }

    @Test
    void lendsKeyFramesThatDecode() throws Exception {
        try (PacketSource source = open();
                Decoder decoder = new Decoder(source.info())) {
            Packet packet = source.next();
            while (!packet.key()) {
                packet = source.next();
            }
            try (Frame frame = decoder.decodeKey(packet)) {
                assertThat(frame.width()).isEqualTo(1280);
                assertThat(frame.height()).isEqualTo(720);
                assertThat(frame.ptsUs()).isEqualTo(packet.ptsUs());
            }
        }
    }

    @Test
    void lendsBytesThatCannotBeWrittenTo() throws Exception {
        try (PacketSource source = open()) {
            assertThat(source.next().data().isReadOnly()).isTrue();
        }
    }

    @Test
    void endsWithCancelledOnceClosed() throws Exception {
        PacketSource source = open();
        source.next();
        source.close();
        source.close();
        StreamFailure failure = catchThrowableOfType(StreamFailure.class, source::next);
        assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
    }

    /** What the reader holds when another thread closes stays readable until the reader calls again. */
    @Test
    void leavesTheLentPacketToItsReaderWhenAnotherThreadCloses() throws Exception {
        PacketSource source = open();
        ByteBuffer lent = source.next().data();
        byte[] before = new byte[lent.remaining()];
        lent.get(lent.position(), before);
        CompletableFuture.runAsync(source::close).get(10, TimeUnit.SECONDS);
        byte[] after = new byte[lent.remaining()];
        lent.get(lent.position(), after);
        assertThat(after).isEqualTo(before);
        assertThat(catchThrowableOfType(StreamFailure.class, source::next).reason())
                .isEqualTo(Reason.CANCELLED);
    }

    /** Reads to the end, however it ends. */
    static int readOn(PacketSource source) throws StreamFailure {
        int packets = 0;
        while (source.next() != null) {
            packets++;
        }
        return packets;
    }
}
