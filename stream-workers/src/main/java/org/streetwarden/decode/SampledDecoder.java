package org.streetwarden.decode;

import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.streetwarden.media.Frame;
import org.streetwarden.media.Packet;
import org.streetwarden.media.Sampler;

/** A sampler and a decoder as one: every packet goes in, the pictures to look at come out. Used by one thread, for a run. */
public final class SampledDecoder implements AutoCloseable {

    private final Sampler sampler;
    private final Decoder decoder;
    private final BooleanSupplier wanted;
    private boolean everyPicture;

    /** @param decoder owned from now on */
    public SampledDecoder(Sampler sampler, Decoder decoder) {
        this(sampler, decoder, () -> true);
    }

    /**
     * @param decoder owned from now on
     * @param wanted asked before a key frame is decoded by itself: whether its picture is of use
     */
    public SampledDecoder(Sampler sampler, Decoder decoder, BooleanSupplier wanted) {
        this.sampler = sampler;
        this.decoder = decoder;
        this.wanted = wanted;
    }

    /**
     * Takes the next packet of the run, borrowed.
     *
     * @return a picture to look at, the caller's to close; mostly null
     */
    public Frame next(Packet packet) {
        boolean due = sampler.wants(packet);
        if (sampler.everyPicture() != everyPicture) {
            everyPicture = !everyPicture;
            decoder.reset();
        }
        if (!due) {
            return null;
        }
        if (everyPicture) {
            return chosen(decoder.decode(packet));
        }
        return wanted.getAsBoolean() ? chosen(decoder.decodeKey(packet)) : null;
    }

    /** After the last packet: the pictures still inside that are to be looked at, one a call; null at the end. */
    public Frame drain(Instant arrivedAt) {
        while (everyPicture) {
            Frame inside = decoder.drain(arrivedAt);
            if (inside == null) {
                return null;
            }
            Frame picture = chosen(inside);
            if (picture != null) {
                return picture;
            }
        }
        return null;
    }

    private Frame chosen(Frame picture) {
        if (picture == null || sampler.takes(picture.ptsUs())) {
            return picture;
        }
        picture.close();
        return null;
    }

    /** Pictures dropped because they, or what they refer to, were damaged. */
    public long damagedPictures() {
        return decoder.damagedPictures();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
