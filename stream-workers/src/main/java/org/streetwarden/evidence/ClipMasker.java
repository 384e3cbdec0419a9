package org.streetwarden.evidence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.decode.Decoder;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.evidence.ClipEye.Glance;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Incident;
import org.streetwarden.media.Clip;
import org.streetwarden.media.Frame;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;

/**
 * Makes the masked copy of one clip: decoded, made small, looked at, masked, coded anew; some of its pictures are decoded before,
 * to tell what stands still. Holds at most a few small pictures at a time. Used once, by one thread; being interrupted ends it.
 */
final class ClipMasker {

    private static final String METHOD = "mosaic-2-clip";
    private static final String METHOD_FROM_ABOVE = "ground-detail-1-clip";

    private static final Logger LOG = LoggerFactory.getLogger(ClipMasker.class);
    private static final int LONGEST_SIDE = 640;
    private static final Duration BETWEEN = Duration.ofMillis(80);
    /** Small pictures that wait for the looks after them: half a second of them is 7. */
    private static final int MOST_WAITING = 32;

    private static final int HD_HEIGHT = 720;
    /** Key pictures that tell well what stands still. */
    private static final int ENOUGH = 5;
    /** Pictures that tell it, at the most of key pictures, and where those are few of all. */
    private static final int THROUGHOUT = 16;
    /** Of a clip from the air; a narrower one shows less than blocks do. */
    private static final int LEAST_WIDTH = 64;

    private static final Box EVERYTHING = new Box(0, 0, 1, 1);

    private final Clip clip;
    private final Incident incident;
    private final ClipEye eye;
    /** Pixels that a picture may be wide and is then shown whole. */
    private final OptionalInt mostWidth;

    private final ClipLooks looks;
    private final Sampler sampler = Sampler.thorough(BETWEEN, BETWEEN);
    private final Queue<SmallPicture> waiting = new ArrayDeque<>();
    private Glance first;
    private Shrinker shrinker;
    private SmallEncoder encoder;
    private ClipMosaic mosaic;

    private ClipMasker(Clip clip, Incident incident, ClipEye eye, OptionalInt mostWidth) {
        this.clip = clip;
        this.incident = incident;
        this.eye = eye;
        this.mostWidth = mostWidth;
        looks = new ClipLooks(incident);
    }

    /**
     * @param eye that looks at the clip; null: nobody does, and all of it is coarse
     * @return what was made, or why nothing was
     */
    static MaskedClip mask(ClipFile cut, Incident incident, ClipEye eye) throws InterruptedException {
        return made(new ClipMasker(cut.clip(), incident, eye, OptionalInt.empty()), cut.file());
    }

    /**
     * The same of a clip from the air, whole.
     *
     * @param mostWidth at which nobody can be told in any of its pictures, pixels; empty: not known, and all of it is coarse
     */
    static MaskedClip maskFromAbove(ClipFile cut, Incident incident, OptionalInt mostWidth)
            throws InterruptedException {
        boolean tooSmall = mostWidth.isPresent() && mostWidth.getAsInt() < LEAST_WIDTH;
        OptionalInt width = tooSmall ? OptionalInt.empty() : mostWidth;
        return made(new ClipMasker(cut.clip(), incident, null, width), cut.file());
    }

    private static MaskedClip made(ClipMasker masker, PackFile parent) throws InterruptedException {
        try {
            return masker.make(parent);
        } catch (NotMasked | StreamFailure | DetectorFailure | RemuxFailure | RuntimeException failure) {
            LOG.warn("incident {}: no masked clip: {}", masker.incident.id(), failure.toString());
            return MaskedClip.missing(failure instanceof RuntimeException ? "a defect" : failure.getMessage());
        }
    }

    private MaskedClip make(PackFile parent)
            throws NotMasked, StreamFailure, DetectorFailure, RemuxFailure, InterruptedException {
        Clip masked;
        try {
            decode(this::take);
            masked = finish();
        } finally {
            close();
        }
        Optional<ModelIdentity> model = Optional.ofNullable(first).map(Glance::model);
        return mostWidth.isPresent()
                ? MaskedClip.of(METHOD_FROM_ABOVE, Remuxer.mp4(masked), parent, model, Optional.of(EVERYTHING), 0)
                : MaskedClip.of(METHOD, Remuxer.mp4(masked), parent, model, clear(), looks.count());
    }

    private Optional<Box> clear() {
        return first != null && first.sighted()
                ? Optional.of(incident.raised().subject().box())
                : Optional.empty();
    }

    /** Takes pictures of a clip, borrowed, in order of presentation. */
    private interface Taker {

        void take(Frame frame) throws NotMasked, StreamFailure, DetectorFailure, InterruptedException;
    }

    private void decode(Taker taker) throws NotMasked, StreamFailure, DetectorFailure, InterruptedException {
        try (Decoder decoder = new Decoder(clip.info())) {
            for (KeptPacket packet : clip.packets()) {
                give(decoder.decode(packet), taker);
            }
            KeptPacket last = clip.packets().getLast();
            for (Frame more = decoder.drain(last.arrivedAt()); more != null; more = decoder.drain(last.arrivedAt())) {
                give(more, taker);
            }
        }
    }

    /** @param frame closed here; null: none came */
    private static void give(Frame frame, Taker taker)
            throws NotMasked, StreamFailure, DetectorFailure, InterruptedException {
        try (frame) {
            endWhereInterrupted();
            if (frame != null) {
                taker.take(frame);
            }
        }
    }

    private void take(Frame frame) throws NotMasked, StreamFailure, DetectorFailure, InterruptedException {
        if (sampler.takes(frame.ptsUs())) {
            look(frame);
            waiting.add(small(frame));
        }
        while (!waiting.isEmpty()
                && (clear().isEmpty() || looks.settled(waiting.peek().ptsUs()))) {
            encode(waiting.remove());
        }
        if (waiting.size() > MOST_WAITING) {
            throw new NotMasked("expected at most %d pictures between looks, found more".formatted(MOST_WAITING));
        }
    }

    /** Has the picture looked at where one is due; where the model is not sighted no other is. */
    private void look(Frame frame) throws NotMasked, DetectorFailure, InterruptedException {
        boolean blind = eye == null || (first != null && !first.sighted());
        if (blind || !looks.due(frame.ptsUs())) {
            return;
        }
        Glance glance = eye.at(incident.cameraId(), frame);
        if (first != null && !first.model().equals(glance.model())) {
            throw new NotMasked("the model was replaced while it looked");
        }
        first = first == null ? glance : first;
        if (glance.sighted()) {
            looks.add(frame.ptsUs(), glance.things());
        }
    }

    private SmallPicture small(Frame frame) throws NotMasked, StreamFailure, DetectorFailure, InterruptedException {
        if (shrinker == null) {
            shrinker = new Shrinker(frame, longestSide(frame));
            encoder = new SmallEncoder(
                    shrinker.width(),
                    shrinker.height(),
                    1e3 / BETWEEN.toMillis(),
                    frame.height() >= HD_HEIGHT,
                    clip.packets().getFirst().arrivedAt());
            mosaic = new ClipMosaic(
                    shrinker.width(),
                    shrinker.height(),
                    clear(),
                    clear().isPresent() ? Optional.of(still()) : Optional.empty());
        }
        return shrunk(frame);
    }

    private int longestSide(Frame frame) {
        if (mostWidth.isEmpty()) {
            return LONGEST_SIDE;
        }
        double longer = (double) Math.max(frame.width(), frame.height()) / frame.width();
        int even = mostWidth.getAsInt() / 2 * 2;
        return Math.min(LONGEST_SIDE, (int) (even * longer));
    }

    private SmallPicture shrunk(Frame frame) throws NotMasked {
        if (!shrinker.fits(frame)) {
            throw new NotMasked("expected pictures of one size, found another");
        }
        return shrinker.shrink(frame);
    }

    /** By the key pictures since the thing was first seen, of the latter half at least; where they are few, by pictures throughout. */
    private StillParts still() throws NotMasked, StreamFailure, DetectorFailure, InterruptedException {
        long beginUs = Math.clamp(incident.first().ptsUs(), clip.fromUs(), (clip.fromUs() + clip.toUs()) / 2);
        List<KeptPacket> keys = clip.packets().stream()
                .filter(each -> each.key() && each.ptsUs() >= beginUs)
                .toList();
        List<byte[][]> pictures = keys.size() < ENOUGH ? throughout(beginUs) : cells(keys);
        if (pictures.size() < StillParts.LEAST_PICTURES) {
            throw new NotMasked("expected at least %d pictures to tell what moves by, found %d"
                    .formatted(StillParts.LEAST_PICTURES, pictures.size()));
        }
        return new StillParts(shrinker.width(), shrinker.height(), pictures);
    }

    private List<byte[][]> cells(List<KeptPacket> keys) throws NotMasked, StreamFailure, InterruptedException {
        List<byte[][]> cells = new ArrayList<>();
        int step = (keys.size() + THROUGHOUT - 1) / THROUGHOUT;
        try (Decoder decoder = new Decoder(clip.info())) {
            for (int i = 0; i < keys.size(); i += step) {
                endWhereInterrupted();
                try (Frame frame = decoder.decodeKey(keys.get(i))) {
                    if (frame != null) {
                        cells.add(StillParts.cells(shrunk(frame)));
                    }
                }
            }
        }
        return cells;
    }

    private List<byte[][]> throughout(long beginUs)
            throws NotMasked, StreamFailure, DetectorFailure, InterruptedException {
        List<byte[][]> cells = new ArrayList<>();
        long apartUs = (clip.toUs() - beginUs) / THROUGHOUT;
        decode(frame -> {
            if (frame.ptsUs() >= beginUs + cells.size() * apartUs) {
                cells.add(StillParts.cells(shrunk(frame)));
            }
        });
        return cells;
    }

    private static void endWhereInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void encode(SmallPicture picture) throws NotMasked {
        if (mostWidth.isEmpty()) {
            Optional<List<Box>> hidden = clear().isEmpty() ? Optional.empty() : looks.hidden(picture.ptsUs());
            mosaic.lay(picture, hidden);
        }
        encoder.add(picture);
    }

    /** The pictures that still wait, but for those after the last look. */
    private Clip finish() throws NotMasked {
        while (!waiting.isEmpty() && looks.covers(waiting.peek().ptsUs())) {
            encode(waiting.remove());
        }
        if (encoder == null) {
            throw new NotMasked("expected pictures that can be decoded, found none");
        }
        return encoder.finish();
    }

    private void close() {
        if (shrinker != null) {
            shrinker.close();
        }
        if (encoder != null) {
            encoder.close();
        }
    }
}
