package org.streetwarden.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.AskedLook;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.evidence.LookStill;
import org.streetwarden.filing.Complaint;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.Digests;
import org.streetwarden.filing.EvidenceStore;
import org.streetwarden.filing.FilingCounter;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.RecordBus;
import org.streetwarden.incident.Look;
import org.streetwarden.incident.Presence;
import org.streetwarden.media.Clip;
import org.streetwarden.scene.View;
import org.streetwarden.scene.ViewState;

/**
 * Answers the looks that the api asks for: whether the thing of a handled case still stands there, with the picture that shows it.
 * Nothing of it is spooled: what is not answered is asked on, of whoever holds the camera then. A thread of its own reads what is
 * asked, keeps pictures and sends records.
 */
final class LookTaker implements AutoCloseable {

    /** So long a due look waits for a camera in trouble before that is the answer. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(LookTaker.class);
    private static final Duration READ_EVERY = Duration.ofSeconds(1);
    private static final Duration HURRY_EVERY = Duration.ofSeconds(30);
    private static final int MOST_WAITING = 16;

    private final String workerId;
    private final Path folder;
    private final Asking asking;
    private final EvidenceStore store;
    private final RecordBus bus;
    private final FilingCounters counters;
    private final Cameras cameras;
    private final InstantSource clock;
    private final Complaint complaint;
    private final AskedLooks asked = new AskedLooks();
    private final BlockingQueue<Answer> answers = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Map<String, Instant> hurriedAt = new HashMap<>();
    private final Thread thread = Thread.ofPlatform().name("asked-looks").unstarted(this::work);
    private Instant readAt = Instant.MIN;

    /** Where the api asks. Used by this object's thread alone. */
    interface Asking extends AutoCloseable {

        /** Lines of {@link org.streetwarden.casefile.AskedLookCodec} by check. */
        Map<String, String> read() throws DeliveryFailure;

        @Override
        void close();
    }

    /** The worker's cameras. Any thread. */
    interface Cameras {

        /** What is wrong with a camera that is held, one sentence; empty where nothing is. Null where it is not held. */
        String trouble(String cameraId);

        /** Sees a camera that is visited before its turn, if there is room for that. */
        void hurry(String cameraId);
    }

    private record Answer(AskedLook asked, LookTaken look, Clip picture) {}

    /**
     * @param folder for pictures under way
     * @param asking owned
     * @param store owned; used by this object's thread alone, as is {@code bus}
     * @param bus owned
     */
    LookTaker(
            String workerId,
            Path folder,
            Asking asking,
            EvidenceStore store,
            RecordBus bus,
            FilingCounters counters,
            Cameras cameras,
            InstantSource clock) {
        this.workerId = workerId;
        this.folder = folder;
        this.asking = asking;
        this.store = store;
        this.bus = bus;
        this.counters = counters;
        this.cameras = cameras;
        this.clock = clock;
        complaint = new Complaint(LOG, clock);
    }

    void start() {
        thread.start();
    }

    /** A look was judged by the desk. On the judge's thread, after it was; quick. */
    void judged(CameraDesk desk, String cameraId, Look look) {
        for (AskedLook each : asked.due(cameraId, look.at())) {
            Optional<Clip> clip = desk.picture(look.ptsUs());
            if (clip.isPresent() && answers.offer(new Answer(each, seen(desk, each, look), clip.get()))) {
                asked.taken(each, look.at());
            }
        }
    }

    private LookTaken seen(CameraDesk desk, AskedLook wanted, Look look) {
        ViewState state = state(desk.view());
        Presence presence = state == ViewState.CLEAR
                ? desk.presence(wanted.zoneId(), wanted.kind(), wanted.box())
                : Presence.untold(unclear(state));
        long arrivedUs = ChronoUnit.MICROS.between(Instant.EPOCH, look.at());
        return new LookTaken(
                wanted.checkId(),
                wanted.number(),
                wanted.cameraId(),
                workerId,
                look.at(),
                arrivedUs - look.ptsUs(),
                state,
                presence.finding(),
                presence.score(),
                presence.why(),
                look.model(),
                "",
                null);
    }

    /** Clear only where both this look and the last looks together are. */
    private static ViewState state(View view) {
        return view.seen() == ViewState.CLEAR ? view.state() : view.seen();
    }

    private static String unclear(ViewState state) {
        String detail = new View(state, 0, state, 0, false, Set.of()).detail();
        return detail.isEmpty() ? "nobody knows yet what its view is" : detail;
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                doWork(READ_EVERY);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what is asked where it is time, then answers one look; waits up to {@code patience} for one. */
    void doWork(Duration patience) throws InterruptedException {
        Instant now = clock.instant();
        try {
            if (readAt.equals(Instant.MIN) || !now.isBefore(readAt.plus(READ_EVERY)) || now.isBefore(readAt)) {
                readAt = now;
                asked.show(asking.read());
                for (String cameraId : asked.cameras()) {
                    seeTo(cameraId, now);
                }
            }
        } catch (DeliveryFailure away) {
            complaint.say("looks that are asked for cannot be read: " + away.getMessage());
        }
        Answer answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (answer != null) {
            send(answer);
        }
    }

    private void seeTo(String cameraId, Instant now) {
        String trouble = cameras.trouble(cameraId);
        if (trouble == null) {
            return;
        }
        for (AskedLook each : asked.due(cameraId, now)) {
            if (trouble.isEmpty()) {
                hurry(each, now);
            } else if (now.isAfter(each.notBefore().plus(PATIENCE))) {
                giveUp(each, trouble, now);
            }
        }
    }

    private void hurry(AskedLook look, Instant now) {
        hurriedAt.values().removeIf(at -> at.plus(HURRY_EVERY).isBefore(now));
        if (hurriedAt.putIfAbsent(look.cameraId(), now) == null) {
            cameras.hurry(look.cameraId());
        }
    }

    private void giveUp(AskedLook wanted, String trouble, Instant now) {
        LookTaken none = new LookTaken(
                wanted.checkId(),
                wanted.number(),
                wanted.cameraId(),
                workerId,
                now,
                0,
                null,
                Presence.Finding.UNTOLD,
                0,
                trouble,
                null,
                "",
                null);
        asked.taken(wanted, now);
        deliver(wanted, none);
    }

    private void send(Answer answer) {
        Optional<byte[]> jpeg = LookStill.jpeg(answer.picture());
        if (jpeg.isEmpty()) {
            counters.count(FilingCounter.LOOKS_LOST);
            asked.lost(answer.asked());
            return;
        }
        Path file = folder.resolve("look-%s-%d.jpg"
                .formatted(answer.asked().checkId(), answer.asked().number()));
        try {
            Files.createDirectories(folder);
            Files.write(file, jpeg.get());
            LookTaken look = pictured(answer.look(), jpeg.get());
            store.put(
                    look.pictureKey(),
                    file,
                    look.picture().mime(),
                    look.picture().sha256());
            deliver(answer.asked(), look);
        } catch (DeliveryFailure | IOException away) {
            lost(answer.asked(), away);
        } finally {
            delete(file);
        }
    }

    /** Two workers never write to one key, so that neither replaces the other's picture. */
    private LookTaken pictured(LookTaken look, byte[] jpeg) {
        String sha256 = Digests.sha256(jpeg);
        String name = "look-%d.jpg".formatted(look.number());
        return new LookTaken(
                look.checkId(),
                look.number(),
                look.cameraId(),
                look.workerId(),
                look.at(),
                look.clockOffsetUs(),
                look.view(),
                look.finding(),
                look.score(),
                look.detail(),
                look.model(),
                "looks/%s/%d-%s.jpg".formatted(look.checkId(), look.number(), sha256.substring(0, 32)),
                new EvidencePart(name, "image/jpeg", jpeg.length, sha256));
    }

    private void deliver(AskedLook wanted, LookTaken look) {
        try {
            bus.send(look);
            counters.count(FilingCounter.LOOKS_SENT);
        } catch (DeliveryFailure away) {
            lost(wanted, away);
        }
    }

    private void lost(AskedLook wanted, Exception away) {
        counters.count(FilingCounter.LOOKS_LOST);
        asked.lost(wanted);
        complaint.say("a look that was asked for is taken again: " + away.getMessage());
    }

    private void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException kept) {
            complaint.say("a look's picture stays on the disk: " + kept.getMessage());
        }
    }

    /** What waits for sending is dropped: it is asked on. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        asking.close();
        store.close();
        bus.close();
    }
}
