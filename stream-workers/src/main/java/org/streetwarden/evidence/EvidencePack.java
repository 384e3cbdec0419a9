package org.streetwarden.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.detect.Verification;
import org.streetwarden.evidence.EvidenceManifest.Dwell;
import org.streetwarden.evidence.EvidenceManifest.Gap;
import org.streetwarden.evidence.EvidenceManifest.Model;
import org.streetwarden.evidence.EvidenceManifest.Part;
import org.streetwarden.evidence.EvidenceManifest.Seen;
import org.streetwarden.evidence.EvidenceManifest.Span;
import org.streetwarden.evidence.EvidenceManifest.Thing;
import org.streetwarden.evidence.EvidenceManifest.Time;
import org.streetwarden.evidence.EvidenceManifest.Times;
import org.streetwarden.evidence.EvidenceManifest.Verified;
import org.streetwarden.evidence.EvidenceManifest.Watch;
import org.streetwarden.evidence.EvidenceManifest.Who;
import org.streetwarden.filing.Digests;
import org.streetwarden.filing.ExtraAlgorithms;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.Moment;
import org.streetwarden.incident.Placer;
import org.streetwarden.media.Clip;
import org.streetwarden.proof.SigningKey;

/**
 * An evidence pack on the disk.
 *
 * @param manifestSha256 digest of {@code manifest.json}
 * @param parts every file but the manifest, the clip first, the seal last
 */
public record EvidencePack(EvidenceManifest manifest, String manifestSha256, List<EvidencePart> parts) {

    /** A last picture begins this much before the end at the least, in a camera that sends one a second. */
    private static final long END_TOLERANCE_US = 1_000_000;

    /** The stretch of camera time a clip is to show. */
    record Asked(long fromUs, long toUs) {
        static Asked around(Moment raised, Duration before, Duration after) {
            return new Asked(raised.ptsUs() - before.toNanos() / 1000, raised.ptsUs() + after.toNanos() / 1000);
        }
    }

    /** Writes an unsigned pack. */
    static EvidencePack write(
            Path folder,
            Raise raise,
            Verification verification,
            List<PackFile> stills,
            Optional<ClipFile> clip,
            Asked asked)
            throws IOException {
        return write(folder, raise, verification, stills, clip, asked, null);
    }

    /**
     * Writes the files of a pack, the manifest last; does not sync them.
     *
     * @param folder there, and empty
     * @param verification null where no verifier was asked
     * @param clip the clip and its file; empty where none could be cut
     * @param key that seals the manifest; null: it stays unsigned and says so
     */
    static EvidencePack write(
            Path folder,
            Raise raise,
            Verification verification,
            List<PackFile> stills,
            Optional<ClipFile> clip,
            Asked asked,
            SigningKey key)
            throws IOException {
        return write(folder, raise, verification, null, stills, clip, asked, key);
    }

    /**
     * The same for what a flight saw.
     *
     * @param flight null for a camera
     */
    static EvidencePack write(
            Path folder,
            Raise raise,
            Verification verification,
            FlightSource flight,
            List<PackFile> stills,
            Optional<ClipFile> clip,
            Asked asked,
            SigningKey key)
            throws IOException {
        ExtraAlgorithms.offer();
        List<PackFile> files = new ArrayList<>();
        clip.ifPresent(cut -> files.add(cut.file()));
        clip.map(ClipFile::masked).flatMap(MaskedClip::file).ifPresent(files::add);
        files.addAll(stills);
        List<Part> described = new ArrayList<>();
        for (PackFile file : files) {
            Files.write(folder.resolve(file.part().name()), file.bytes());
            described.add(file.described(source(file, clip)));
        }
        List<EvidencePart> parts =
                new ArrayList<>(files.stream().map(PackFile::part).toList());
        EvidenceManifest manifest =
                manifest(raise, verification, flight, clip, asked, key == null ? null : key.id(), described);
        byte[] encoded = manifest.encode();
        if (key != null) {
            parts.add(seal(folder, key.seal(encoded).encode()));
        }
        Files.write(folder.resolve(EvidenceManifest.FILE), encoded);
        return new EvidencePack(manifest, Digests.sha256(encoded), List.copyOf(parts));
    }

    private static EvidencePart seal(Path folder, byte[] seal) throws IOException {
        Files.write(folder.resolve(EvidenceManifest.SEAL_FILE), seal);
        return new EvidencePart(EvidenceManifest.SEAL_FILE, "application/json", seal.length, Digests.sha256(seal));
    }

    /** A still of a moment that the clip shows is a picture of that clip. */
    private static String source(PackFile file, Optional<ClipFile> clip) {
        return clip.filter(cut -> file.part().mime().startsWith("image/") && cut.shows(file.ptsUs()))
                .map(cut -> EvidencePart.CLIP)
                .orElse(null);
    }

    private static EvidenceManifest manifest(
            Raise raise,
            Verification verification,
            FlightSource flight,
            Optional<ClipFile> clip,
            Asked asked,
            String signer,
            List<Part> parts) {
        Incident incident = raise.incident();
        return new EvidenceManifest(
                EvidenceManifest.SCHEMA,
                incident.id(),
                incident.kind().id(),
                incident.cameraId(),
                raise.cameraName(),
                incident.zoneId(),
                incident.raised().subject().label(),
                model(incident.raised().model()),
                incident.ruleVersion(),
                incident.zoneVersion(),
                incident.why(),
                incident.basis().id(),
                incident.placer().map(EvidencePack::who).orElse(null),
                verification == null ? null : verified(verification),
                new Times(time(incident.first()), time(incident.threshold()), time(incident.raised())),
                new Dwell(incident.presentUs(), incident.observedUs(), incident.longestGapUs(), incident.looks()),
                watch(incident, parts),
                span(clip, asked),
                clip.map(ClipFile::masked).map(MaskedClip::described).orElse(null),
                new Seen(things(incident.first()), things(incident.threshold()), things(incident.raised())),
                flight,
                signer,
                parts);
    }

    private static Watch watch(Incident incident, List<Part> parts) {
        Set<String> names = parts.stream().map(Part::name).collect(Collectors.toSet());
        long offsetUs = offsetUs(incident.raised());
        return new Watch(
                incident.view().name().toLowerCase(Locale.ROOT),
                incident.suspended(),
                offsetUs,
                offsetUs - offsetUs(incident.first()),
                EvidenceManifest.LOOKS.stream()
                        .filter(look -> !names.contains(look + ".jpg"))
                        .toList());
    }

    private static long offsetUs(Moment moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment.at()) - moment.ptsUs();
    }

    private static List<Thing> things(Moment moment) {
        return moment.all().stream()
                .map(each ->
                        new Thing(each.label(), Double.parseDouble(Float.toString(each.score())), edges(each.box())))
                .toList();
    }

    private static List<Double> edges(Box box) {
        return List.of(box.left(), box.top(), box.right(), box.bottom());
    }

    private static Model model(ModelIdentity model) {
        return new Model(model.name(), model.version(), model.sha256());
    }

    private static Who who(Placer placer) {
        return new Who(
                placer.label(),
                placer.trackId(),
                new Time(placer.ptsUs(), placer.at().toString()),
                edges(placer.box()));
    }

    private static Verified verified(Verification verification) {
        return new Verified(
                model(verification.verifier()),
                verification.verdict().id(),
                verification.score(),
                verification.detail());
    }

    private static Time time(Moment moment) {
        return new Time(moment.ptsUs(), moment.at().toString());
    }

    private static Span span(Optional<ClipFile> cut, Asked asked) {
        if (cut.isEmpty()) {
            return new Span(asked.fromUs(), asked.toUs(), List.of(new Gap(asked.fromUs(), asked.toUs())));
        }
        Clip clip = cut.get().clip();
        List<Gap> gaps = new ArrayList<>();
        if (clip.fromUs() > asked.fromUs()) {
            gaps.add(new Gap(asked.fromUs(), clip.fromUs()));
        }
        for (Clip.Gap gap : clip.gaps()) {
            gaps.add(new Gap(gap.fromUs(), gap.toUs()));
        }
        if (asked.toUs() - clip.toUs() > END_TOLERANCE_US) {
            gaps.add(new Gap(clip.toUs(), asked.toUs()));
        }
        return new Span(clip.fromUs(), clip.toUs(), gaps);
    }
}
