package org.streetwarden.api.push;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.streetwarden.api.adapters.Adapter;
import org.streetwarden.api.adapters.Stills;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.life.StatusMap;

/** All of the hand-over, assembled. Without targets nothing is pushed, and the feed is there all the same. */
public final class HandOver implements AutoCloseable {

    private final Outbox outbox;
    private final List<Target> targets;
    private final List<Sender> senders;
    private final DeliveryLog log;
    private final NearbyLedger nearby;
    private final Feed feed;
    private final PushWatch watch;
    private final TryOut tryOut;
    private final PictureLinks links;
    private boolean declared;

    /**
     * What it goes by.
     *
     * @param links what stands before the paths of evidence; may be empty
     * @param linkLife how long a link shows a masked picture
     * @param own where the system's own services listen, which no target may be
     */
    public record Settings(
            List<Target> targets,
            String district,
            String links,
            List<AddressGuard.Service> own,
            StatusMap map,
            Duration linkLife) {
        public Settings {
            targets = List.copyOf(targets);
            own = List.copyOf(own);
        }

        /** With links to pictures that live as long as usual. */
        public Settings(
                List<Target> targets, String district, String links, List<AddressGuard.Service> own, StatusMap map) {
            this(targets, district, links, own, map, PictureLinks.USUAL_LIFE);
        }
    }

    /** Without pictures. */
    public HandOver(Database database, CaseIndex index, Settings settings, Clock clock, MeterRegistry metrics) {
        this(database, index, settings, Stills.NONE, clock, metrics);
    }

    /** @param stills where adapters have pictures from */
    public HandOver(
            Database database, CaseIndex index, Settings settings, Stills stills, Clock clock, MeterRegistry metrics) {
        targets = settings.targets();
        outbox = new Outbox(database, new RetrySchedule(RandomGenerator.getDefault()), clock);
        links = new PictureLinks(database, settings.links(), settings.linkLife(), clock);
        EventBodies bodies = new EventBodies(database, index, settings.district(), settings.links(), links);
        nearby = new NearbyLedger(database, clock);
        Sender.Pushing pushing = new Sender.Pushing(outbox, bodies, clock);
        senders = targets.stream()
                .map(target -> sender(target, pushing, database, settings, stills, metrics))
                .toList();
        log = new DeliveryLog(database, targets, clock);
        feed = new Feed(database, bodies, clock);
        watch = new PushWatch(log, targets, metrics, clock);
        tryOut = new TryOut(targets, bodies, stills, settings.map(), clock);
    }

    private Sender sender(
            Target target,
            Sender.Pushing pushing,
            Database database,
            Settings settings,
            Stills stills,
            MeterRegistry metrics) {
        if (target.isFolder()) {
            Drops drops = new Drops(database, target.id(), pushing.clock());
            Path folder = Path.of(target.url());
            Courier courier = new FolderCourier(folder, target.adapter().orElseThrow(), stills, drops);
            return new Sender(target, pushing, courier, Optional.empty(), metrics);
        }
        TargetClient client = new TargetClient(target, settings.own(), TargetClient.PATIENCE);
        Optional<Pace> pace = target.adapter().map(adapter -> new Pace(adapter.rate()));
        Courier courier = pace.isPresent()
                ? new FormCourier(
                        target.adapter().get(),
                        client,
                        stills,
                        pace.get(),
                        target.asking().isPresent())
                : new WebhookCourier(client, settings.map());
        Adapter asks = target.adapter().orElseGet(() -> Question.webhooks(settings.map()));
        Optional<Inquiry> inquiry = target.asking()
                .map(how -> new Inquiry(new Question(asks, how, client, pace), outbox, nearby, how.holds()));
        return new Sender(target, pushing, courier, inquiry, metrics);
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

    public NearbyLedger nearby() {
        return nearby;
    }

    public PictureLinks links() {
        return links;
    }

    public TryOut tryOut() {
        return tryOut;
    }

    public Feed feed() {
        return feed;
    }

    @Override
    public void close() {
        senders.forEach(Sender::close);
    }
}
