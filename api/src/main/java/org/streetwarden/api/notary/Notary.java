package org.streetwarden.api.notary;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.proof.EvidenceLog;
import org.streetwarden.api.proof.LogIdentity;
import org.streetwarden.api.proof.Stamps;
import org.streetwarden.api.proof.Stamps.Kept;
import org.streetwarden.api.push.AddressGuard;

/**
 * Keeps a checkpoint of the log now and then and gives it to others. Nothing waits for them: who is away gets the newest when he
 * is back, which is proof of everything before it. {@link #look} is called by one thread.
 */
public final class Notary {

    private static final Logger LOG = LoggerFactory.getLogger(Notary.class);
    private static final String COUNTER = "streetwarden.checkpoints";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Database database;
    private final LogIdentity identity;
    private final NotarySettings settings;
    private final Clock clock;
    private final List<Standing> standings;

    /** A place and how it went. */
    private static final class Standing {
        private final Place place;
        private final AtomicLong waitingSeconds;
        private final Counter given;
        private final Counter failed;
        private Instant next = Instant.MIN;
        private Duration wait = FIRST_WAIT;

        Standing(Place place, MeterRegistry metrics) {
            this.place = place;
            this.given = metrics.counter(COUNTER, "place", place.name(), "result", "given");
            this.failed = metrics.counter(COUNTER, "place", place.name(), "result", "failed");
            this.waitingSeconds = metrics.gauge(
                    "streetwarden.checkpoints.waiting.seconds", Tags.of("place", place.name()), new AtomicLong());
        }
    }

    /** @param own where the system's own services listen, which are not reached from here */
    public Notary(
            Database database,
            LogIdentity identity,
            NotarySettings settings,
            List<AddressGuard.Service> own,
            Clock clock,
            MeterRegistry metrics) {
        this(
                database,
                identity,
                settings,
                new NotarySettings.Network(settings.allowed(), own, PATIENCE),
                clock,
                metrics);
    }

    Notary(
            Database database,
            LogIdentity identity,
            NotarySettings settings,
            NotarySettings.Network network,
            Clock clock,
            MeterRegistry metrics) {
        this.database = database;
        this.identity = identity;
        this.settings = settings;
        this.clock = clock;
        List<Place> places = new ArrayList<>();
        settings.authority().ifPresent(authority -> places.add(new StampingPlace(authority, network)));
        settings.folder().ifPresent(folder -> places.add(new FolderPlace(folder)));
        settings.url().ifPresent(url -> places.add(new UrlPlace(url, network)));
        this.standings =
                places.stream().map(each -> new Standing(each, metrics)).toList();
    }

    /** Keeps a checkpoint where one is due, and gives the newest to each who does not have it. */
    public void look() {
        if (!settings.anybody() || !database.migrated()) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<Kept> newest = database.write(handle -> newest(handle, now));
        standings.forEach(each -> newest.ifPresent(kept -> give(each, kept, now)));
    }

    private Optional<Kept> newest(Handle handle, Instant now) {
        long size = EvidenceLog.size(handle);
        Optional<Kept> newest = Stamps.newest(handle);
        long kept = newest.map(Kept::size).orElse(0L);
        Instant last = newest.map(Kept::at).orElse(Instant.MIN);
        boolean due =
                size > kept && (newest.isEmpty() || !last.plus(settings.every()).isAfter(now));
        return due ? Optional.of(Stamps.keep(handle, identity, size, now)) : newest;
    }

    private void give(Standing standing, Kept newest, Instant now) {
        long last = database.read(standing.place::last);
        standing.waitingSeconds.set(database.read(handle -> waitingSeconds(handle, last, now)));
        if (last >= newest.size() || now.isBefore(standing.next)) {
            return;
        }
        try {
            Place.Given given = standing.place.give(newest, now);
            database.write(handle -> {
                given.keep(handle);
                return null;
            });
            standing.wait = FIRST_WAIT;
            standing.given.increment();
        } catch (IOException away) {
            LOG.warn(
                    "checkpoint of {} entries: {} does not have it: {}",
                    newest.size(),
                    standing.place.name(),
                    away.getMessage());
            standing.next = now.plus(standing.wait);
            Duration doubled = standing.wait.multipliedBy(2);
            standing.wait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
            standing.failed.increment();
        }
    }

    /** How long the oldest entry has been waiting; 0 where none is. */
    private static long waitingSeconds(Handle handle, long last, Instant now) {
        return handle.createQuery("SELECT at FROM log_entries WHERE position = :last")
                .bind("last", last)
                .mapTo(Instant.class)
                .findOne()
                .map(at -> Math.max(0, Duration.between(at, now).toSeconds()))
                .orElse(0L);
    }
}
