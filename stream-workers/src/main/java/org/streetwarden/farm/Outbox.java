package org.streetwarden.farm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;

/** What waits to be written to one connection, in order. Pictures wait as references, so a full box costs little. */
final class Outbox {

    /** Something that can be put into a buffer again and again until it is consumed. */
    interface Item {
        /** Still to be written. */
        int bytes();

        /**
         * Appends, starting with the unit that is partly written (see {@link #alreadyWritten}).
         *
         * @return false where the buffer could not take all of it
         */
        boolean fill(ByteBuffer out);

        /** How many bytes of what {@link #fill} puts first are written already. */
        int alreadyWritten();

        /** @return whether nothing is left */
        boolean consume(int bytes);
    }

    private final ArrayDeque<Item> items = new ArrayDeque<>(2);
    private int queuedBytes;
    private int messages;

    /** A whole message that is sent as it is. */
    private static final class Message implements Item {
        private final byte[] bytes;
        private int written;

        Message(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int bytes() {
            return bytes.length - written;
        }

        @Override
        public boolean fill(ByteBuffer out) {
            int count = Math.min(bytes(), out.remaining());
            out.put(bytes, written, count);
            return count == bytes();
        }

        @Override
        public int alreadyWritten() {
            return 0;
        }

        @Override
        public boolean consume(int count) {
            written += count;
            return written == bytes.length;
        }
    }

    void add(byte[] message) {
        messages++;
        add(new Message(message));
    }

    void add(Item item) {
        items.add(item);
        queuedBytes += item.bytes();
    }

    int queuedBytes() {
        return queuedBytes;
    }

    /** Responses and reports among what waits. */
    int messages() {
        return messages;
    }

    void clear() {
        items.clear();
        messages = 0;
        queuedBytes = 0;
    }

    /**
     * Writes what the channel takes.
     *
     * @param scratch direct, at least as large as the largest packet; its contents are lost
     * @return whether the box is empty now
     */
    boolean flush(WritableByteChannel channel, ByteBuffer scratch) throws IOException {
        while (!items.isEmpty()) {
            scratch.clear();
            int skip = items.peek().alreadyWritten();
            for (Item item : items) {
                if (!item.fill(scratch)) {
                    break;
                }
            }
            scratch.flip().position(skip);
            int toWrite = scratch.remaining();
            int written = channel.write(scratch);
            consume(written);
            if (written < toWrite) {
                return false;
            }
        }
        return true;
    }

    private void consume(int written) {
        queuedBytes -= written;
        for (int left = written; left > 0; ) {
            Item head = items.element();
            int count = Math.min(left, head.bytes());
            left -= count;
            if (head.consume(count)) {
                items.remove();
                messages -= head instanceof Message ? 1 : 0;
            }
        }
    }
}
