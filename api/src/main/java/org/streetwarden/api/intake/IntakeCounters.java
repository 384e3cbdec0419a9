package org.streetwarden.api.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.streetwarden.casefile.FlightRecord;
import org.streetwarden.casefile.WorkerRecord;

/** What intake has done, as metrics. */
final class IntakeCounters {

    private final MeterRegistry registry;
    private final Counter retries;
    private final AtomicLong waiting = new AtomicLong();

    IntakeCounters(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("streetwarden.intake.waiting", waiting);
        retries = registry.counter("streetwarden.intake.retries");
    }

    void written(WorkerRecord record, boolean changed) {
        String type =
                switch (record) {
                    case WorkerRecord.IncidentFiled filed -> "incident";
                    case WorkerRecord.IncidentCleared cleared -> "cleared";
                    case WorkerRecord.CameraState state -> "camera";
                    case WorkerRecord.ModelReport report -> "model";
                    case WorkerRecord.ModelEvent event -> "model-event";
                    case WorkerRecord.CoverageReport report -> "coverage";
                    case WorkerRecord.LookTaken look -> "look";
                    case FlightRecord flight -> "flight";
                };
        count(type, changed ? "written" : "repeated");
    }

    void rejected() {
        count("unknown", "rejected");
    }

    void retried() {
        retries.increment();
    }

    void waiting(long entries) {
        waiting.set(entries);
    }

    private void count(String type, String outcome) {
        registry.counter("streetwarden.intake.records", "type", type, "outcome", outcome)
                .increment();
    }
}
