package org.streetwarden.filing;

import java.util.ArrayList;
import java.util.List;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;

/** A stream that outlives the worker under test, can be away, and tells when it is about to change. */
final class MemoryBus implements RecordBus {

    final List<WorkerRecord> records = new ArrayList<>();
    int awayFor;
    Steps steps = Steps.NONE;

    @Override
    public synchronized void send(WorkerRecord record) throws DeliveryFailure {
        if (awayFor > 0) {
            awayFor--;
            throw new DeliveryFailure("test bus: expected it to answer, found it away");
        }
        try {
            records.add(RecordCodec.decode(RecordCodec.encode(record)));
        } catch (MalformedRecord malformed) {
            throw new IllegalStateException(malformed);
        }
        steps.before("return from send");
    }

    /** Ids of incidents in the order of their first message; a message sent twice counts once, as at the intake. */
    List<String> filed() {
        return records.stream()
                .filter(IncidentFiled.class::isInstance)
                .map(record -> ((IncidentFiled) record).incidentId())
                .distinct()
                .toList();
    }

    List<String> cleared() {
        return records.stream()
                .filter(IncidentCleared.class::isInstance)
                .map(record -> ((IncidentCleared) record).incidentId())
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        // outlives the worker
    }
}
