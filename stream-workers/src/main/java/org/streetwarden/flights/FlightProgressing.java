package org.streetwarden.flights;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.FlightRecord.FlightProgress;
import org.streetwarden.filing.Complaint;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RecordBus;
import org.streetwarden.flight.GroundLook;

/**
 * Follows a survey: says every few seconds how far it has come, and keeps what it takes to go on. Neither stops it where Redis is
 * away: progress is news, and an older memory is one as well. One thread.
 */
final class FlightProgressing implements FlightSurvey.Watcher {

    static final Duration EVERY = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(FlightProgressing.class);

    private final String flightId;
    private final String workerId;
    private final FlightParts parts;
    private final RecordBus bus;
    private final Keeper keeper;
    private final InstantSource clock;
    private final Complaint complaint;
    private final Instant began;
    private final long beganDoneUs;
    private Instant saidAt = Instant.MIN;
    private long doneUs;
    private long pictures;
    private int filed;

    /** Keeps what a survey knows after a stretch. */
    interface Keeper {
        void keep(SurveyMemory memory) throws DeliveryFailure;
    }

    /** @param from where it goes on */
    FlightProgressing(
            String flightId,
            String workerId,
            FlightParts parts,
            SurveyMemory from,
            RecordBus bus,
            Keeper keeper,
            InstantSource clock) {
        this.flightId = flightId;
        this.workerId = workerId;
        this.parts = parts;
        this.bus = bus;
        this.keeper = keeper;
        this.clock = clock;
        complaint = new Complaint(LOG, clock);
        began = clock.instant();
        pictures = from.pictures();
        doneUs = from.part() < parts.legs().size()
                ? parts.doneUs(parts.legs().get(from.part()).beginUs() + from.doneUs())
                : parts.totalUs();
        beganDoneUs = doneUs;
    }

    @Override
    public void looked(long atUs, List<GroundLook> placed) {
        doneUs = Math.max(doneUs, parts.doneUs(atUs));
        pictures++;
        say();
    }

    @Override
    public void reached(SurveyMemory memory) {
        try {
            keeper.keep(memory);
        } catch (DeliveryFailure away) {
            complaint.say("flight %s: what is known of it is kept later: %s".formatted(flightId, away.getMessage()));
        }
    }

    /** One more is filed. */
    void filed() {
        filed++;
        say();
    }

    private void say() {
        Instant now = clock.instant();
        if (!saidAt.equals(Instant.MIN) && now.isBefore(saidAt.plus(EVERY))) {
            return;
        }
        saidAt = now;
        try {
            bus.send(new FlightProgress(
                    flightId,
                    workerId,
                    doneUs / 1000,
                    parts.totalUs() / 1000,
                    pictures,
                    filed,
                    etaSeconds(now),
                    now.truncatedTo(ChronoUnit.MICROS)));
        } catch (DeliveryFailure away) {
            complaint.say("flight %s: its progress is not told: %s".formatted(flightId, away.getMessage()));
        }
    }

    /** As fast as so far; -1 where nothing is done yet. */
    private long etaSeconds(Instant now) {
        long sinceUs = doneUs - beganDoneUs;
        double seconds = Duration.between(began, now).toMillis() / 1e3;
        return sinceUs <= 0 ? -1 : Math.round(seconds * (parts.totalUs() - doneUs) / sinceUs);
    }
}
