package org.streetwarden.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatestFrameTest {

    /** Counts its closings; a second one is a mistake. */
    private static final class CountedFrame implements Frame {
        private final long ptsUs;
        final AtomicInteger closed = new AtomicInteger();

        CountedFrame(long ptsUs) {
            this.ptsUs = ptsUs;
        }

        @Override
        public long ptsUs() {
            return ptsUs;
        }

        @Override
        public Instant arrivedAt() {
            return Instant.EPOCH;
        }

        @Override
        public int width() {
            return 2;
        }

        @Override
        public int height() {
            return 2;
        }

        @Override
        public boolean fullRange() {
            return false;
        }

        @Override
        public ByteBuffer plane(int plane) {
            return ByteBuffer.allocateDirect(4);
        }

        @Override
        public int stride(int plane) {
            return 2;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void givesTheNewestAndClosesTheOneItReplaces() {
        CountedFrame old = new CountedFrame(1);
        CountedFrame young = new CountedFrame(2);
        try (LatestFrame mailbox = new LatestFrame()) {
            mailbox.put(old);
            mailbox.put(young);
            assertThat(mailbox.isWaiting()).isTrue();
            assertThat(mailbox.take()).isSameAs(young);
            assertThat(mailbox.take()).isNull();
            assertThat(mailbox.replaced()).isEqualTo(1);
        }
        assertThat(old.closed).hasValue(1);
        assertThat(young.closed).hasValue(0);
    }

    @Test
    void closesWhatWaitsAndWhatComesAfterClosing() {
        CountedFrame waiting = new CountedFrame(1);
        CountedFrame late = new CountedFrame(2);
        AtomicInteger told = new AtomicInteger();
        LatestFrame mailbox = new LatestFrame(told::incrementAndGet);
        mailbox.put(waiting);
        mailbox.close();
        mailbox.put(late);
        mailbox.close();
        assertThat(waiting.closed).hasValue(1);
        assertThat(late.closed).hasValue(1);
        assertThat(mailbox.take()).isNull();
        assertThat(mailbox.replaced()).isZero();
        assertThat(told).hasValue(1);
    }

    /** Every frame is either taken once or closed once, in growing order, whoever wins. */
    @Test
    void losesNoFrameBetweenThreads() throws InterruptedException {
        int frames = 100_000;
        CountedFrame[] all = new CountedFrame[frames];
        AtomicLong taken = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        AtomicBoolean disorder = new AtomicBoolean();
        LatestFrame mailbox = new LatestFrame();
        Thread detector = Thread.ofPlatform().start(() -> {
            long last = -1;
            while (!done.get()) {
                try (Frame frame = mailbox.take()) {
                    if (frame != null) {
                        disorder.compareAndSet(false, frame.ptsUs() <= last);
                        last = frame.ptsUs();
                        taken.incrementAndGet();
                    }
                }
            }
        });
        for (int i = 0; i < frames; i++) {
            all[i] = new CountedFrame(i);
            mailbox.put(all[i]);
        }
        done.set(true);
        detector.join();
        mailbox.close();
        assertThat(disorder).isFalse();
        assertThat(all).allMatch(frame -> frame.closed.get() == 1);
        assertThat(taken.get() + mailbox.replaced()).isBetween(frames - 1L, (long) frames);
    }
}
