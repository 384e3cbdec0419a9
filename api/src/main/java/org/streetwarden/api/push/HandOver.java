package org.streetwarden.api.push;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.life.StatusMap;

/** All of the hand-over, assembled. Without targets nothing is pushed, and the feed is there all the same. */
public final class HandOver implements AutoCloseable {

    private final Outbox outbox;
    private final List<Target> targets;
    private final List<Sender> senders;
    private final DeliveryLog log;
    private final Feed feed;
    private final PushWatch watch;
    private boolean declared;

    /**
     * What it goes by.
     *
     * @param links what stands before the paths of evidence; may be empty
     * @param own where the system's own services listen, which no target may be
     */
    public record Settings(
            List<Target> targets, String district, String links, List<AddressGuard.Service> own, StatusMap map) {
        public Settings {
            targets = List.copyOf(targets);
            own = List.copyOf(own);
        }
    }

    public HandOver(Database database, CaseIndex index, Settings settings, Clock clock, MeterRegistry metrics) {
        targets = settings.targets();
        outbox = new Outbox(database, new RetrySchedule(RandomGenerator.getDefault()), clock);
        EventBodies bodies = new EventBodies(database, index, settings.district(), settings.links());
        Sender.Pushing pushing = new Sender.Pushing(outbox, bodies, settings.map(), clock);
        senders = targets.stream()
                .map(target -> new Sender(
                        target, pushing, new TargetClient(target, settings.own(), TargetClient.PATIENCE), metrics))
                .toList();
        log = new DeliveryLog(database, targets, clock);
        feed = new Feed(database, bodies, clock);
        watch = new PushWatch(log, targets, metrics, clock);
    }

    /** Says once which targets there are, as soon as the schema is there, and brings metrics up to date; one thread. */
    public void look() {
        if (!outbox.ready()) {
            return;
        }
        if (!declared) {
            outbox.declare(targets.stream().map(Target::id).toList());
            declared = true;
        }
        if (!targets.isEmpty()) {
            watch.look();
        }
    }

    /** One for every target; each wants a thread of its own. */
    public List<Sender> senders() {
        return senders;
    }

    public DeliveryLog log() {
        return log;
    }

    public Feed feed() {
        return feed;
    }

    @Override
    public void close() {
        senders.forEach(Sender::close);
    }
}
