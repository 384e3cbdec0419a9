package org.streetwarden.api.intake;

import java.util.List;
import java.util.Map;

/** The workers' stream, read as one consumer of a group. Used by one thread; every call may fail with a runtime error. */
public interface RecordStream extends AutoCloseable {

    /** @param fields empty where the entry was deleted after it was handed out */
    record Entry(String id, Map<String, String> fields) {
        public Entry {
            fields = Map.copyOf(fields);
        }
    }

    /** Connects where it is not connected, and makes stream and group where they are missing. */
    void open();

    /** Some of what was handed to this consumer and never finished, oldest first; empty where nothing is left. */
    List<Entry> readOwnPending();

    /** Takes over some of what other consumers left unfinished for long. */
    List<Entry> claimAbandoned();

    /** What nobody has read yet; waits for about a second where there is nothing. */
    List<Entry> readNew();

    /** Acknowledges and deletes all of them, both or neither. */
    void finish(List<String> entryIds);

    /** Entries on the stream, read or not. */
    long length();

    @Override
    void close();
}
