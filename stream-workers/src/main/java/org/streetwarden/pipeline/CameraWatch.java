package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.PatrolConfig.Mode;
import org.streetwarden.config.PatrolConfig.Way;
import org.streetwarden.decode.FramePool;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.incident.Look;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.scene.View;
import org.streetwarden.source.Reconnect;
import org.streetwarden.visit.HotHours;
import org.streetwarden.visit.Pace;
import org.streetwarden.visit.Sightings;
import org.streetwarden.visit.Turn;

/**
 * One camera that a worker holds: who judges it, how it is, when it is to be seen next. Between two {@link Visit}s, of which
 * there is one at a time, it costs a few kilobytes and no thread.
 */
final class CameraWatch {

    /** One in the mailbox, one at the detector, one being put. */
    private static final int FRAMES = 3;

    private final CameraConfig camera;
    private final Turn turn;
    private final CameraDesk desk;
    private final CameraHealth health;
    private final Sightings sightings;
    private final Reconnect reconnect;
    private final HotHours hot = new HotHours();
    private final Pace pace;
    private final boolean unsettled;
    private final FramePool frames;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile DetectorLoop.Lane lane;
    private volatile boolean visited;
    private volatile long newestUs;
    private boolean left;

    /** @param memory of whoever watched it before; something may come of it, or not */
    CameraWatch(
            CameraConfig camera,
            Turn turn,
            CameraDesk desk,
            CameraHealth health,
            Sightings sightings,
            CameraMemory memory,
            Reconnect reconnect,
            RandomGenerator chance) {
        this.camera = camera;
        this.turn = turn;
        this.desk = desk;
        this.health = health;
        this.sightings = sightings;
        unsettled = memory.pending();
        memory.hours().ifPresent(hot::resume);
        this.reconnect = reconnect;
        pace = new Pace(chance);
        frames = new FramePool(camera.id(), FRAMES);
    }

    /** What it takes to go on elsewhere. On the judge's thread. */
    CameraMemory memory() {
        return desk.memory().at(hot.memory());
    }

    /** Before the first visit. */
    void servedBy(DetectorLoop.Lane its) {
        lane = its;
    }

    CameraConfig camera() {
        return camera;
    }

    Turn turn() {
        return turn;
    }

    CameraDesk desk() {
        return desk;
    }

    CameraHealth health() {
        return health;
    }

    Sightings sightings() {
        return sightings;
    }

    DetectorLoop.Lane lane() {
        return lane;
    }

    FramePool frames() {
        return frames;
    }

    /** Completed once nothing of a camera that was left is held any more. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** The newest picture ever, so that the camera's time never goes back; 0 before the first. */
    long newestUs() {
        return newestUs;
    }

    void newest(long ptsUs) {
        newestUs = Math.max(newestUs, ptsUs);
    }

    /** A packet arrived in a run that is kept open. */
    void received(Instant at) {
        reconnect.received(at);
    }

    /**
     * Notes that a picture was judged, and judges it. On the judge's thread.
     *
     * @param experimental labels of the look's model that have no real evidence behind them
     * @return incidents it raised
     */
    int judged(Look look, Set<String> experimental) {
        if (left) {
            return 0;
        }
        int raised = desk.look(look, experimental);
        if (raised > 0) {
            hot.raised(look.at());
        }
        sightings.judged(look.at(), desk.view().seen());
        health.judged(look.at(), desk.view());
        return raised;
    }

    /** What the last look said of the view. Any thread. */
    View view() {
        return health.view();
    }

    /** Judges nothing any more. On the judge's thread. */
    void leave() {
        left = true;
    }

    /**
     * When it is seen for the first time.
     *
     * @param wall as the clock says that sights go by
     */
    Pace.Next first(Way way, Instant now, Instant wall, int held) {
        visited = way.mode() == Mode.PATROL;
        if (!visited) {
            return Pace.Next.in(reconnect.first(), now);
        }
        return unsettled ? pace.resumed(now) : pace.first(now, way.every(), sightings.blind(wall), held);
    }

    /**
     * When it is seen again after a run that ended as it was to.
     *
     * @param wall decides which hour it is
     */
    Pace.Next after(Way way, Instant now, Instant wall) {
        visited = way.mode() == Mode.PATROL;
        if (!visited) {
            return Pace.Next.in(Duration.ZERO, now);
        }
        return desk.isDwelling()
                ? pace.closely(now, desk.visitEvery())
                : pace.patrol(now, way.every(), hot.wish(way.every(), wall));
    }

    /** When it is tried again. */
    Pace.Next failed(StreamFailure failure, Way way, Instant now) {
        visited = way.mode() == Mode.PATROL;
        return visited ? pace.failed(now, way.every(), failure) : Pace.Next.in(reconnect.failed(failure), now);
    }

    /** Whether it is visited at present, and not kept open. */
    boolean isVisited() {
        return visited;
    }
}
