package org.streetwarden.flights;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightObject;
import org.streetwarden.casefile.FlightRecord.FlightInspected;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RecordBus;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.flights.FlightQueue.Taken;

/** Says what the files of a flight are and what is wrong with them. One thread. */
final class FlightInspecting implements FlightStep {

    private final Path root;
    private final S3EvidenceStore store;
    private final RecordBus bus;
    private final long mostBytes;
    private final InstantSource clock;

    /** @param root for the files while they are looked at */
    FlightInspecting(Path root, S3EvidenceStore store, RecordBus bus, long mostBytes, InstantSource clock) {
        this.root = root;
        this.store = store;
        this.bus = bus;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    @Override
    public void run(Taken taken) throws FlightRefused, DeliveryFailure, IOException, InterruptedException {
        try (FlightCargo cargo = FlightCargo.fetch(root, taken.job(), store, mostBytes, true)) {
            List<Inspection> inspections = FlightInspector.inspect(cargo.files(), null);
            boolean usable = inspections.stream().anyMatch(FlightInspecting::isUsable);
            send(taken.job(), json(inspections), usable);
        }
    }

    private static boolean isUsable(Inspection inspection) {
        boolean pictures = inspection.video() != null || inspection.photos() != null;
        return pictures && inspection.verdict() != Inspection.Verdict.NOT_USABLE;
    }

    /** As many flights as a record has room for. */
    private static String json(List<Inspection> inspections) {
        String json = InspectionJson.text(inspections);
        for (int kept = inspections.size() / 2;
                json.length() > FlightInspected.MOST_INSPECTION_CHARS && kept > 0;
                kept /= 2) {
            json = InspectionJson.text(inspections.subList(0, kept));
        }
        return json;
    }

    @Override
    public void refuse(Taken taken, String sentence) throws DeliveryFailure {
        List<String> files = taken.job().files().stream()
                .map(FlightObject::name)
                .map(FlightFile::shown)
                .toList();
        send(taken.job(), InspectionJson.refused(files, "无法检查文件：" + sentence + "。", sentence + "."), false);
    }

    private void send(FlightJob job, String json, boolean usable) throws DeliveryFailure {
        bus.send(new FlightInspected(
                job.flightId(), job.jobId(), json, usable, clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }
}
