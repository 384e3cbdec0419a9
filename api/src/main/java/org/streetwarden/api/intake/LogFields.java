package org.streetwarden.api.intake;

import org.slf4j.MDC;
import org.streetwarden.casefile.FlightKeys;
import org.streetwarden.casefile.FlightRecord;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;

/** Whose record a thread has in its hands, as fields of every line it logs meanwhile. */
final class LogFields {

    private LogFields() {}

    static void put(WorkerRecord record) {
        switch (record) {
            case IncidentFiled filed -> put(filed.cameraId(), filed.incidentId(), filed.workerId());
            case IncidentCleared cleared -> put(null, cleared.incidentId(), null);
            case CameraState state -> put(state.cameraId(), null, state.workerId());
            case ModelReport report -> put(null, null, report.workerId());
            case ModelEvent event -> put(null, null, event.workerId());
            case CoverageReport report -> put(null, null, report.workerId());
            case LookTaken look -> put(look.cameraId(), null, look.workerId());
            case FlightRecord flight -> put(FlightKeys.cameraId(flight.flightId()), null, null);
        }
    }

    private static void put(String cameraId, String incidentId, String workerId) {
        MDC.put("camera", cameraId);
        MDC.put("incident", incidentId);
        MDC.put("worker", workerId);
    }

    static void clear() {
        MDC.clear();
    }
}
