package org.streetwarden.flights;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.decode.Decoder;
import org.streetwarden.flights.FlightParts.Leg;
import org.streetwarden.media.Clip;
import org.streetwarden.media.Frame;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.models.pixels.PictureFrame;
import org.streetwarden.source.SeekableVideo;

/** Single pictures and short clips of a flight, wherever on its timeline. Keeps one video open. One thread. */
final class FlightPictures implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FlightPictures.class);

    private final FlightParts parts;
    private final FlightTimes times;
    private Leg leg;
    private SeekableVideo video;
    private Decoder decoder;

    FlightPictures(FlightParts parts, FlightTimes times) {
        this.parts = parts;
        this.times = times;
    }

    /** The picture of a moment, the caller's to close; null where it can't be decoded. */
    Frame at(long atUs) throws StreamFailure {
        Optional<Leg> shows = parts.leg(atUs);
        if (shows.isPresent()) {
            open(shows.get());
            return decoder.decodeLast(video.picture(parts.ownUs(atUs)));
        }
        return parts.photo(atUs).map(FlightPictures::photograph).orElse(null);
    }

    private static Frame photograph(FlightParts.PhotoLeg photo) {
        try {
            return PictureFrame.read(photo.file().path());
        } catch (IOException undecodable) {
            LOG.warn("{}: {}", photo.file().shown(), undecodable.getMessage());
            return null;
        }
    }

    /** What a video shows around a moment, key frame first, on the flight's timeline; empty for a photograph. */
    Optional<Clip> around(long atUs, long halfUs) throws StreamFailure {
        Optional<Leg> shows = parts.leg(atUs);
        if (shows.isEmpty()) {
            return Optional.empty();
        }
        open(shows.get());
        long ownUs = parts.ownUs(atUs);
        Clip clip = video.clip(ownUs - halfUs, ownUs + halfUs);
        return clip.isEmpty() ? Optional.empty() : Optional.of(onTimeline(clip, leg.beginUs()));
    }

    private static Clip onTimeline(Clip clip, long beginUs) {
        List<KeptPacket> packets = clip.packets().stream()
                .map(each -> new KeptPacket(
                        each.ptsUs() + beginUs, each.dtsUs() + beginUs, each.key(), each.arrivedAt(), each.data()))
                .toList();
        return Clip.of(clip.info(), packets);
    }

    private void open(Leg wanted) throws StreamFailure {
        if (wanted.equals(leg)) {
            return;
        }
        close();
        video = SeekableVideo.open(wanted.video().path(), times.begin(wanted));
        decoder = new Decoder(video.info());
        leg = wanted;
    }

    @Override
    public void close() {
        leg = null;
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
        if (video != null) {
            video.close();
            video = null;
        }
    }
}
