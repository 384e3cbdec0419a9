package org.streetwarden.api.cases;

import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;

/** Says of a new case where it is, what it is called and whom it concerns. Thread-safe. */
@FunctionalInterface
public interface Placing {

    /** Writes it, in the transaction that files the case. */
    void place(Handle handle, long caseId, IncidentFiled filed, Instant filedAt);
}
