package org.streetwarden.models.pixels;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Room for a batch of pictures, float {@code [slots, 3, height, width]}, zero at first, in native memory that this object owns:
 * {@link #close} frees it, and no view of it may be used afterwards. One thread at a time.
 */
public final class BatchTensor implements AutoCloseable {

    private static final int CHANNELS = 3;

    private final int slots;
    private final int width;
    private final int height;
    private final FloatPointer memory;
    private final FloatBuffer values;
    private boolean closed;

    /** @throws IllegalArgumentException where a side or the number of slots is below 1, or the whole exceeds 2 GiB */
    public BatchTensor(int slots, int width, int height) {
        long floats = (long) slots * CHANNELS * width * height;
        if (slots < 1 || width < 1 || height < 1 || floats > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException(
                    "batch tensor: expected 1 or more slots of a sane size, found %d of %d x %d"
                            .formatted(slots, width, height));
        }
        this.slots = slots;
        this.width = width;
        this.height = height;
        this.memory = new FloatPointer(floats);
        memory.zero();
        this.values = memory.asBuffer();
    }

    public int slots() {
        return slots;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Floats of one slot. */
    public int slotFloats() {
        return CHANNELS * width * height;
    }

    /** Index of a channel's first float. */
    public int planeAt(int slot, int channel) {
        return (slot * CHANNELS + channel) * width * height;
    }

    /**
     * All slots as one direct buffer, lent until {@link #close}; the same object at every call, to be used with absolute
     * indices.
     */
    public FloatBuffer values() {
        if (closed) {
            throw new IllegalStateException("batch tensor: used after it was closed");
        }
        return values;
    }

    /** A direct view of the first {@code n} slots, lent until {@link #close}. */
    public FloatBuffer firstSlots(int n) {
        return values().slice(0, n * slotFloats());
    }

    @Override
    public void close() {
        closed = true;
        memory.close();
    }
}
