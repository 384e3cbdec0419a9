package org.streetwarden.flights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed.Outcome;
import org.streetwarden.casefile.SiteView;
import org.streetwarden.config.FlightsConfig;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.Digests;
import org.streetwarden.filing.RecordBus;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.flight.CoverMap;
import org.streetwarden.flight.GroundCover;
import org.streetwarden.flight.GroundFix;
import org.streetwarden.flights.FlightFiler.Flight;
import org.streetwarden.flights.FlightFiler.Place;
import org.streetwarden.flights.FlightQueue.Taken;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.rollout.ModelOpener;

/**
 * Looks at a whole flight and files what it finds: files here, pictures, places, incidents, and last the word that it is done. Stretch by
 * stretch it is remembered how far it has come; whoever goes on from there ends with the same incidents under the same ids. One thread.
 */
final class FlightSurveying implements FlightStep {

    private static final int FORMAT = 1;
    private static final int MOST_NAMED = 5;
    private static final int MOST_DETAIL = 1000;

    private final Path root;
    private final FlightsConfig config;
    private final Means means;
    private final LiveFirst liveFirst;
    private final Runnable gotOn;

    /**
     * What it works with.
     *
     * @param store used by this step's thread alone, as is {@code bus}
     * @param settings of every survey
     */
    record Means(
            FlightQueue queue,
            S3EvidenceStore store,
            RecordBus bus,
            Place place,
            ModelOpener opener,
            FlightSurvey.Settings settings,
            InstantSource clock) {}

    /**
     * @param root for the files while they are looked at
     * @param gotOn told after each stretch
     */
    FlightSurveying(Path root, FlightsConfig config, Means means, LiveFirst liveFirst, Runnable gotOn) {
        this.root = root;
        this.config = config;
        this.means = means;
        this.liveFirst = liveFirst;
        this.gotOn = gotOn;
    }

    @Override
    public void run(Taken taken)
            throws FlightRefused, DeliveryFailure, IOException, StreamFailure, DetectorFailure, InterruptedException {
        FlightJob job = taken.job();
        try (FlightCargo cargo = FlightCargo.fetch(root, job, means.store(), config.maxDiskBytes(), false)) {
            FlightParts parts = FlightParts.of(cargo.files(), cargo.scratch());
            if (parts.legs().isEmpty() && parts.photos().isEmpty()) {
                throw new FlightRefused(
                        Remark.of("没有可读取的视频或照片", "none of its files is a video or a photograph that can be read"));
            }
            FlightTimes times = new FlightTimes(parts, config.zone(), job.createdAt());
            FlightGround ground = ground(parts);
            FlightSurvey.Settings settings = means.settings().over(ground.terrain());
            try (LoadedModel model = model()) {
                survey(new Flight(job, cargo, parts, times, settings), ground, model);
            }
        }
    }

    private FlightGround ground(FlightParts parts) throws Hindered {
        try {
            return FlightGround.of(
                    config.elevation(), parts, null, means.settings().terrain().unsureM());
        } catch (IOException unreadable) {
            throw new Hindered("flights.elevation: " + unreadable.getMessage(), unreadable);
        }
    }

    private LoadedModel model() throws Hindered {
        try {
            return means.opener().open(config.packageFolder());
        } catch (DetectorFailure unfit) {
            throw new Hindered(unfit.getMessage(), unfit);
        }
    }

    private void survey(Flight flight, FlightGround ground, LoadedModel model)
            throws DeliveryFailure, IOException, StreamFailure, DetectorFailure, InterruptedException {
        FlightSurvey.Looker looker = picture -> {
            liveFirst.await();
            return model.detector().detect(List.of(picture)).getFirst();
        };
        List<String> digests = flight.cargo().digests(flight.parts());
        SurveyMemory from = remembered(flight, basis(flight, ground, model, digests));
        FlightProgressing progress = new FlightProgressing(
                flight.job().flightId(),
                means.place().workerId(),
                flight.parts(),
                from,
                means.bus(),
                memory -> keep(flight, memory),
                means.clock());
        FlightSurvey survey = new FlightSurvey(flight.parts(), flight.settings(), looker, progress, from);
        SurveyMemory memory = survey.run();
        List<FlightFinding> found = FlightFinding.of(memory.sites(), digests);
        List<FlightFinding> findings = most(found);
        try (FlightFiler filer =
                new FlightFiler(flight, means.place(), looker, model.identity(), model.experimental())) {
            for (FlightFinding finding : findings) {
                filer.file(finding);
                progress.filed();
            }
            filer.awaitDelivery();
        }
        List<String> notes = notes(flight, memory, survey.unreadable());
        if (config.elevation() != null && ground.model().isEmpty()) {
            notes.add(Remark.of(
                    "高程模型未覆盖起飞点，地面按水平计算", "no elevation model covers where it took off: the ground counts as level"));
        }
        if (findings.size() < found.size()) {
            notes.add(Remark.of(
                    "共发现 %d 处，只立案其中最常看到的 %d 处".formatted(found.size(), findings.size()),
                    "%d things were found and the %d seen most often are filed"
                            .formatted(found.size(), findings.size())));
        }
        finish(flight, memory, findings, notes);
    }

    /** Of more than a record holds, those that most pictures show. */
    private static List<FlightFinding> most(List<FlightFinding> found) {
        return found.stream()
                .sorted(Comparator.comparingLong(FlightFinding::pictures).reversed())
                .limit(FlightSurveyed.MOST_VIEWS)
                .toList();
    }

    private static String basis(Flight flight, FlightGround ground, LoadedModel model, List<String> digests) {
        FlightSurvey.Settings settings = flight.settings();
        String facts = "%d|%s|%d|%s|%s|%s"
                .formatted(
                        FORMAT,
                        model.identity().sha256(),
                        settings.intervalUs(),
                        settings.camera(),
                        ground.model(),
                        String.join(",", digests));
        return Digests.sha256(facts.getBytes(StandardCharsets.UTF_8));
    }

    private SurveyMemory remembered(Flight flight, String basis) throws DeliveryFailure {
        Optional<String> kept = means.queue().memory(flight.job().flightId());
        return kept.flatMap(MemoryText::read)
                .flatMap(text -> SurveyMemory.read(text, basis))
                .orElseGet(() -> SurveyMemory.none(basis));
    }

    private void keep(Flight flight, SurveyMemory memory) throws DeliveryFailure {
        gotOn.run();
        Optional<String> text = MemoryText.of(memory.text());
        if (text.isPresent()) {
            means.queue().keep(flight.job().flightId(), text.get());
        }
    }

    /** What of it could not be used, for people. */
    private static List<String> notes(Flight flight, SurveyMemory memory, List<String> undecodable) {
        List<String> notes = new ArrayList<>();
        List<String> unused = new ArrayList<>(flight.parts().unused());
        undecodable.stream().filter(name -> !unused.contains(name)).forEach(unused::add);
        if (!unused.isEmpty()) {
            String names = unused.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
            notes.add(Remark.of(
                    "%d 个文件无法使用：%s%s".formatted(unused.size(), names, unused.size() > MOST_NAMED ? " …" : ""),
                    "%d files could not be used: %s%s"
                            .formatted(unused.size(), names, unused.size() > MOST_NAMED ? " …" : "")));
        }
        for (Map.Entry<GroundFix.Reason, Long> each : memory.unplaced().entrySet()) {
            notes.add(Remark.of(
                    "%d 次目击无法定位：%s".formatted(each.getValue(), each.getKey().chinese()),
                    "%d sightings could not be placed: %s"
                            .formatted(each.getValue(), each.getKey().english())));
        }
        return notes;
    }

    private void finish(Flight flight, SurveyMemory memory, List<FlightFinding> findings, List<String> notes)
            throws DeliveryFailure, IOException {
        FlightJob job = flight.job();
        String trackKey = "flights/%s/track.geojson".formatted(job.flightId());
        Path track = flight.cargo().scratch().resolve("track.geojson");
        Files.writeString(track, SurveyGeoJson.text(flight.parts(), memory, findings));
        means.store().put(trackKey, track, "application/geo+json", Digests.sha256(track));
        List<SiteView> views =
                findings.stream().map(finding -> view(flight, finding)).toList();
        GroundCover cover = CoverMap.of(memory.cover()).cover();
        send(job, Outcome.DONE, String.join("; ", notes), trackKey, views, cover);
    }

    private static SiteView view(Flight flight, FlightFinding finding) {
        return new SiteView(
                finding.id(),
                finding.kind(),
                finding.label(),
                finding.spot().place(),
                finding.spot().uncertaintyM(),
                finding.spot().areaM2(),
                finding.spot().areaUnsureM2(),
                (int) finding.pictures(),
                flight.times().at(finding.spot().agreeing().getLast().atUs()));
    }

    @Override
    public void refuse(Taken taken, String sentence) throws DeliveryFailure {
        send(taken.job(), Outcome.FAILED, sentence, "", List.of(), GroundCover.NONE);
    }

    private void send(
            FlightJob job, Outcome outcome, String detail, String trackKey, List<SiteView> views, GroundCover cover)
            throws DeliveryFailure {
        means.bus()
                .send(new FlightSurveyed(
                        job.flightId(),
                        job.jobId(),
                        means.place().workerId(),
                        outcome,
                        FlightFile.clean(detail.substring(0, Math.min(detail.length(), MOST_DETAIL))),
                        trackKey,
                        views,
                        cover,
                        means.clock().instant().truncatedTo(ChronoUnit.MICROS)));
    }
}
