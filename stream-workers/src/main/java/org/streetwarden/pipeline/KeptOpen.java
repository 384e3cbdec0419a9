package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.source.SourceSettings;

/** Stays until the stream fails, or the camera is to be watched in another way. */
final class KeptOpen implements Stay {

    private static final Duration ASK_EVERY = Duration.ofSeconds(5);

    private final CameraHealth health;
    private final Duration interval;
    private final BooleanSupplier wanted;
    private final InstantSource clock;
    private Instant askAt = Instant.MIN;

    /** @param wanted whether it is still to be kept open */
    KeptOpen(CameraHealth health, Duration interval, BooleanSupplier wanted, InstantSource clock) {
        this.health = health;
        this.interval = interval;
        this.wanted = wanted;
        this.clock = clock;
    }

    @Override
    public boolean isVisit() {
        return false;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Duration patience() {
        return SourceSettings.DEFAULT.openTimeout();
    }

    @Override
    public void opening() {
        health.connecting(false);
    }

    @Override
    public void opened() {
        health.watching(false);
        askAt = clock.instant().plus(ASK_EVERY);
    }

    @Override
    public void offered() {
        // Every picture is one of many.
    }

    /** The newest is always the better one. */
    @Override
    public boolean wantsPicture() {
        return true;
    }

    @Override
    public boolean goesOn() {
        Instant now = clock.instant();
        if (now.isBefore(askAt)) {
            return true;
        }
        askAt = now.plus(ASK_EVERY);
        return wanted.getAsBoolean();
    }

    @Override
    public boolean isContent() {
        return false;
    }

    /** Nobody counts them: its ring stays until the next run. */
    @Override
    public boolean isSettled() {
        return false;
    }

    @Override
    public Optional<StreamFailure> shortcoming() {
        return Optional.empty();
    }
}
