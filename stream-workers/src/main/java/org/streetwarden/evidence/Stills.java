package org.streetwarden.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.decode.Decoder;
import org.streetwarden.detect.Detection;
import org.streetwarden.filing.FilingCounter;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.Moment;
import org.streetwarden.media.Clip;
import org.streetwarden.media.Frame;
import org.streetwarden.media.StreamFailure;

/**
 * Makes the stills of an incident: for each of its three looks the picture as it was, and one with what the model saw drawn
 * in. A picture that cannot be decoded is left out and counted. Any thread.
 */
final class Stills {

    private static final Logger LOG = LoggerFactory.getLogger(Stills.class);
    private static final String JPEG = "image/jpeg";

    private final FilingCounters counters;

    Stills(FilingCounters counters) {
        this.counters = counters;
    }

    /** @return up to eight files: {@code placed.jpg}, {@code placed-boxes.jpg}, {@code first.jpg}, {@code first-boxes.jpg}, {@code threshold.jpg} … */
    List<PackFile> of(Raise raise) {
        Incident incident = raise.incident();
        List<PackFile> files = new ArrayList<>(8);
        placed(raise).ifPresent(moment -> add("placed", raise.placed(), moment, raise, files));
        add("first", raise.first(), incident.first(), raise, files);
        add("threshold", raise.threshold(), incident.threshold(), raise, files);
        add("raised", raise.raised(), incident.raised(), raise, files);
        return files;
    }

    /** Whoever was at the place, as the moment's subject; empty where nobody was or his picture is gone. */
    private static Optional<Moment> placed(Raise raise) {
        return raise.incident().placer().filter(placer -> raise.placed().isPresent()).map(placer -> {
            Detection subject = new Detection(placer.label(), 1, placer.box());
            return new Moment(
                    placer.ptsUs(),
                    placer.at(),
                    subject,
                    List.of(subject),
                    raise.incident().first().model());
        });
    }

    private void add(String name, Optional<Clip> picture, Moment moment, Raise raise, List<PackFile> files) {
        if (picture.isEmpty() || !decode(name, picture.get(), moment, raise, files)) {
            counters.count(FilingCounter.STILLS_MISSING);
        }
    }

    private static boolean decode(String name, Clip picture, Moment moment, Raise raise, List<PackFile> files) {
        try (Decoder decoder = new Decoder(picture.info());
                Frame frame = decoder.decodeLast(picture)) {
            if (frame != null) {
                files.addAll(draw(name, frame, moment, raise));
                return true;
            }
            LOG.warn(
                    "incident {}, still {}: expected a picture at {} us, found it damaged",
                    raise.incident().id(),
                    name,
                    moment.ptsUs());
        } catch (StreamFailure | RuntimeException undecodable) {
            LOG.warn("incident {}, still {}: {}", raise.incident().id(), name, undecodable.toString());
        }
        return false;
    }

    /** @param frame borrowed */
    static List<PackFile> draw(String name, Frame frame, Moment moment, Raise raise) {
        String plainName = name + ".jpg";
        try (Canvas canvas = new Canvas(frame)) {
            PackFile plain =
                    new PackFile(plainName, JPEG, canvas.jpeg(), Optional.empty(), moment.at(), moment.ptsUs());
            for (Detection each : moment.all()) {
                if (!each.equals(moment.subject())) {
                    canvas.box(each.box(), label(each), false);
                }
            }
            canvas.box(moment.subject().box(), label(moment.subject()), true);
            canvas.caption("%s  %s  %s  %s"
                    .formatted(
                            raise.incident().cameraId(),
                            moment.at(),
                            raise.incident().kind().id(),
                            name));
            PackFile boxes = new PackFile(
                    name + "-boxes.jpg", JPEG, canvas.jpeg(), Optional.of(plainName), moment.at(), moment.ptsUs());
            return List.of(plain, boxes);
        }
    }

    private static String label(Detection detection) {
        return String.format(Locale.ROOT, "%s %.2f", detection.label(), detection.score());
    }
}
