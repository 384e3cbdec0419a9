package org.streetwarden.flights;

import java.io.IOException;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.flights.FlightQueue.Taken;
import org.streetwarden.media.StreamFailure;

/** One kind of work on a flight. Doing it twice changes nothing. */
interface FlightStep {

    /**
     * Does it, and says so on the records' stream.
     *
     * @throws FlightRefused where nothing will ever come of it
     * @throws DeliveryFailure where the store or Redis is away: it is done again, from where it stands
     * @throws IOException where this machine's disk, or a file, refuses
     */
    void run(Taken taken)
            throws FlightRefused, DeliveryFailure, IOException, StreamFailure, DetectorFailure, InterruptedException;

    /** Says that nothing came of it, and why. */
    void refuse(Taken taken, String sentence) throws DeliveryFailure;
}
