package org.streetwarden.flight;

/** Takes what a {@link TelemetryReader} reads, in the order of the file, on the reader's thread. */
public interface TelemetrySink {

    void entry(TelemetryEntry entry);

    /**
     * Something about an entry is not as it should be; what is left of it comes as an entry too, where anything is.
     *
     * @param entry its number as written, or 0
     * @param found what stands there, short; empty where there is nothing to quote
     */
    void problem(FlightProblem problem, long entry, String found);
}
