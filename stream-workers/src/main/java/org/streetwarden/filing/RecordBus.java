package org.streetwarden.filing;

import org.streetwarden.casefile.WorkerRecord;

/** The one stream from workers to the api. Delivers at least once. Used by one thread at a time. */
public interface RecordBus extends AutoCloseable {

    /**
     * Appends a record; returns once the stream has it. Blocks for a bounded time.
     *
     * @throws DeliveryFailure where it is not known to have it; sending again is right
     */
    void send(WorkerRecord record) throws DeliveryFailure;

    @Override
    void close();
}
