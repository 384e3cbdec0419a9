package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.streetwarden.config.PatrolConfig;
import org.streetwarden.config.WorkerConfig.WatchConfig;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

/**
 * Stays until the pictures wanted are judged. Where something dwells there that can be raised before the next visit, it stays
 * on, if a place is free, until that is decided: a burst, so that the clip begins before the raise and ends after it.
 */
final class PassingBy implements Stay {

    /** For an answer, and between two packets. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** From the answer to the picture. */
    private static final Duration LOOKING = Duration.ofSeconds(10);

    /** From the picture to the judgement. */
    private static final Duration JUDGING = Duration.ofSeconds(10);

    /** Visits closer to each other than this would cost more than staying. */
    private static final Duration CLOSEST = Duration.ofSeconds(5);

    private final CameraWatch watch;
    private final PatrolConfig patrol;
    private final Duration tail;
    private final long leadUs;
    private final Bursts bursts;
    private final Consumer<Duration> judgedAfter;
    private final VisitMetrics metrics;
    private final InstantSource clock;
    private final long judgedBefore;
    private Instant openingAt;
    private Instant openedAt;
    private Instant offeredAt;
    private Instant judgedAt;
    private Instant lastRaisedAt;
    private Instant stayUntil = Instant.MIN;
    private int offered;
    private boolean bursting;
    private boolean refused;

    /** Places for cameras that are held open. Any thread. */
    interface Bursts {

        /** @return whether a place was free; it is given back when the visit is over */
        boolean begin();
    }

    /** @param judgedAfter told how long the last picture wanted waited for its judgement, or until it was given up */
    PassingBy(
            CameraWatch watch,
            WatchConfig settings,
            Bursts bursts,
            Consumer<Duration> judgedAfter,
            VisitMetrics metrics,
            InstantSource clock) {
        this.watch = watch;
        patrol = settings.patrol();
        tail = settings.postRoll().plusSeconds(1);
        leadUs = leadUs(settings.preRoll(), watch.desk().visitEvery());
        this.bursts = bursts;
        this.judgedAfter = judgedAfter;
        this.metrics = metrics;
        this.clock = clock;
        judgedBefore = watch.health().judged();
        lastRaisedAt = watch.desk().lastRaisedAt();
    }

    @Override
    public boolean isVisit() {
        return true;
    }

    @Override
    public Duration interval() {
        return patrol.burstInterval();
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public void opening() {
        metrics.started();
        watch.sightings().visited();
        openingAt = clock.instant();
        watch.health().connecting(true);
    }

    @Override
    public void opened() {
        openedAt = clock.instant();
        metrics.took(VisitMetrics.Part.OPEN, Duration.between(openingAt, openedAt));
    }

    @Override
    public void offered() {
        offeredAt = clock.instant();
        if (++offered == 1) {
            metrics.took(VisitMetrics.Part.FIRST_PICTURE, Duration.between(openedAt, offeredAt));
        }
    }

    /** One at a time: whether it is to stay is decided by the last one's judgement. */
    @Override
    public boolean wantsPicture() {
        return offered < patrol.looks() || isSettled();
    }

    @Override
    public boolean goesOn() {
        Instant now = clock.instant();
        if (!isContent()) {
            boolean looking = offered < patrol.looks();
            boolean goesOn = now.isBefore(looking ? openedAt.plus(lookingTime()) : offeredAt.plus(JUDGING));
            if (!looking && !goesOn) {
                judgedAfter.accept(JUDGING);
            }
            return goesOn;
        }
        if (judgedAt == null) {
            judgedAt = now;
            watch.health().watching(true);
            Duration waited = Duration.between(offeredAt, now);
            metrics.took(VisitMetrics.Part.JUDGE, waited);
            judgedAfter.accept(waited);
        }
        if (!watch.desk().lastRaisedAt().equals(lastRaisedAt)) {
            lastRaisedAt = watch.desk().lastRaisedAt();
            stayUntil = now.plus(tail);
        }
        return now.isBefore(stayUntil) || (watch.desk().raiseInUs() <= leadUs && bursts());
    }

    /** The pre-roll, and what may pass until the next visit; all the time where visits would follow too closely. */
    private static long leadUs(Duration preRoll, Duration visitEvery) {
        return visitEvery.compareTo(CLOSEST) < 0
                ? Long.MAX_VALUE - 1
                : preRoll.plus(visitEvery.multipliedBy(3).dividedBy(2)).toNanos() / 1000;
    }

    private Duration lookingTime() {
        return LOOKING.plus(patrol.burstInterval().multipliedBy(patrol.looks() - 1L));
    }

    private boolean bursts() {
        if (!bursting && !refused) {
            bursting = bursts.begin();
            refused = !bursting;
            metrics.burst(bursting);
        }
        return bursting;
    }

    @Override
    public boolean isContent() {
        return offered >= patrol.looks() && judged() >= patrol.looks();
    }

    @Override
    public boolean isSettled() {
        return judged() >= offered;
    }

    private long judged() {
        return watch.health().judged() - judgedBefore;
    }

    @Override
    public Optional<StreamFailure> shortcoming() {
        if (offered >= patrol.looks()) {
            return Optional.empty();
        }
        return Optional.of(new StreamFailure(
                Reason.STALLED,
                "%s: expected a picture within %d s, found none"
                        .formatted(watch.camera().url(), lookingTime().toSeconds())));
    }
}
