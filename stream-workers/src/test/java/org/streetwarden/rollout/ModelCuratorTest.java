package org.streetwarden.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelEvent.Step;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.RecordBus;
import org.streetwarden.incident.Look;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.pixels.TestPicture;
import org.streetwarden.rollout.ModelsAtWork.Sight;

/** Three cameras of one group; real packages from a store in memory, models that see what the test says. */
class ModelCuratorTest {

    private static final List<String> CAMERAS = List.of("a", "b", "c");
    private static final Rollout.Band BAND = new Rollout.Band(0.1, Duration.ofSeconds(10), 3);

    @TempDir
    Path home;

    private final MemoryPackages store = new MemoryPackages();
    private final List<WorkerRecord> sent = new CopyOnWriteArrayList<>();
    private final Map<String, FakeModel> opened = new ConcurrentHashMap<>();
    private final Map<String, FakeModel.Sight> sights = new ConcurrentHashMap<>();
    private final Map<String, ModelIdentity> identities = new HashMap<>();
    private final Object detector = new Object();
    private long revision;
    private ModelCurator curator;
    private ModelReports reports;

    @BeforeEach
    void open() throws Exception {
        for (String version : List.of("1", "2", "3")) {
            Path folder = Packages.patches(home.resolve("made-" + version), version);
            ModelIdentity identity = Packages.identity(folder);
            identities.put(version, identity);
            store.objects.put("models/" + identity.sha256() + ".zip", Packages.archive(folder, home));
        }
        start();
    }

    private void start() throws Exception {
        InstantSource clock = InstantSource.system();
        BackOff quick = new BackOff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));
        Tallies tallies = new Tallies(new SimpleMeterRegistry(), clock);
        RecordBus bus = new RecordBus() {
            @Override
            public void send(WorkerRecord record) {
                sent.add(record);
            }

            @Override
            public void close() {}
        };
        reports = new ModelReports("worker-1", tallies, bus, Duration.ofMillis(50), quick, clock);
        ModelSupply supply = new ModelSupply(home.resolve("models"), store, List.of(), quick, clock);
        Map<String, String> groups = new HashMap<>();
        CAMERAS.forEach(camera -> groups.put(camera, "market"));
        Path configured = home.resolve("made-1");
        curator = new ModelCurator(
                new ModelCurator.Setting("worker-1", groups, configured, Duration.ofMillis(50), 10),
                open(configured),
                this::open,
                supply,
                tallies,
                reports,
                clock);
        curator.start(task -> {
            synchronized (detector) {
                task.run();
            }
            return true;
        });
    }

    private LoadedModel open(Path folder) throws DetectorFailure {
        try {
            ModelIdentity identity = Packages.identity(folder);
            FakeModel model = new FakeModel(identity, frame -> sights.getOrDefault(identity.version(), any -> List.of())
                    .seen(frame));
            opened.put(identity.version(), model);
            return model.loaded();
        } catch (BrokenPackage broken) {
            throw new DetectorFailure(broken.getMessage(), broken);
        }
    }

    @AfterEach
    void close() {
        curator.stop();
        reports.close();
        curator.close();
        assertThat(opened.values()).as("models freed").allMatch(model -> model.closed);
    }

    private void decide(String active, String canary, String shadow) {
        curator.follow(new Rollout(
                ++revision,
                Map.of(
                        "market",
                        new Rollout.Group(
                                Optional.ofNullable(active).map(identities::get),
                                Optional.ofNullable(canary).map(each -> new Rollout.Canary(identities.get(each), 1)),
                                Optional.ofNullable(shadow).map(identities::get),
                                BAND))));
    }

    /** One picture of each camera; the versions that looked. */
    private List<String> sweep() {
        List<String> versions = new CopyOnWriteArrayList<>();
        synchronized (detector) {
            int looked = curator.atWork()
                    .look(CAMERAS.stream()
                            .map(camera -> new Sight(
                                    camera,
                                    TestPicture.grey(),
                                    (Look look, Eye eye) ->
                                            versions.add(look.model().version())))
                            .toList());
            assertThat(looked).isEqualTo(versions.size());
        }
        return versions;
    }

    private void awaitLooks(String version) throws InterruptedException {
        Polling.until(version + " looks", () -> sweep().equals(List.of(version, version, version)));
    }

    private List<ModelEvent> events(Step step, String version) {
        return sent.stream()
                .filter(ModelEvent.class::isInstance)
                .map(ModelEvent.class::cast)
                .filter(event -> event.step() == step && event.model().version().equals(version))
                .toList();
    }

    private void awaitEvent(Step step, String version) throws InterruptedException {
        Polling.until(step + " " + version, () -> !events(step, version).isEmpty());
    }

    @Test
    void looksWithWhatIsConfiguredWhereNothingIsDecided() {
        assertThat(sweep()).containsExactly("1", "1", "1");
        assertThat(curator.shown())
                .isEqualTo("group market, active patches 1 (%s)"
                        .formatted(identities.get("1").sha256().substring(0, 12)));
    }

    @Test
    void swapsAndFreesTheOldOne() throws Exception {
        FakeModel first = opened.get("1");
        decide("2", null, null);
        awaitLooks("2");
        awaitEvent(Step.LOADED, "2");
        awaitEvent(Step.UNLOADED, "1");
        assertThat(first.closed).isTrue();
        assertThat(curator.shown()).contains("active patches 2");

        decide(null, null, null);
        awaitLooks("1");
        awaitEvent(Step.UNLOADED, "2");
        assertThat(opened.get("2").closed).isTrue();
    }

    @Test
    void loadsAShadowBesideTheActive() throws Exception {
        decide("2", null, "3");
        awaitEvent(Step.LOADED, "3");
        assertThat(sweep()).containsExactly("2", "2", "2");
        assertThat(opened.get("3").batches).isNotEmpty();
        decide("2", null, null);
        awaitEvent(Step.UNLOADED, "3");
    }

    @Test
    void goesOnWithTheOldOneWhereTheNewOneIsRefused() throws Exception {
        String key = "models/" + identities.get("2").sha256() + ".zip";
        byte[] changed = store.objects.get(key).clone();
        changed[100] ^= 1;
        store.objects.put(key, changed);
        decide("2", "3", "2");
        awaitEvent(Step.REFUSED, "2");
        Polling.until("the canary looks all the same", () -> sweep().equals(List.of("3", "3", "3")));
        assertThat(events(Step.REFUSED, "2"))
                .extracting(ModelEvent::role)
                .containsExactlyInAnyOrder(ModelRole.ACTIVE, ModelRole.SHADOW);
        assertThat(events(Step.REFUSED, "2").getFirst().why()).contains("expected SHA-256");
        decide(null, null, null);
        awaitLooks("1");
    }

    @Test
    void goesOnWithTheOldOneWhileTheStoreIsAway() throws Exception {
        store.breaksAfter = 700;
        decide("2", null, null);
        Polling.until("the store broke off", () -> store.away);
        assertThat(sweep()).containsExactly("1", "1", "1");
        store.breaksAfter = Long.MAX_VALUE;
        store.away = false;
        awaitLooks("2");
        assertThat(events(Step.REFUSED, "2")).isEmpty();
    }

    @Test
    void takesACanaryBackThatFailsAndSaysSoUntilItIsFollowed() throws Exception {
        sights.put("2", frame -> {
            throw new DetectorFailure("expected finite boxes, found 3 that are not");
        });
        decide(null, "2", null);
        Polling.until("it has left its band", () -> {
            assertThat(sweep()).containsExactly("1", "1", "1");
            return events(Step.ROLLED_BACK, "2").size() >= 3;
        });
        assertThat(events(Step.ROLLED_BACK, "2").stream().distinct())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.role()).isEqualTo(ModelRole.CANARY);
                    assertThat(event.why()).startsWith("failures: expected at most 0.1000 of pictures, found 1.000");
                });
        awaitEvent(Step.UNLOADED, "2");

        decide(null, null, null);
        Polling.until("nothing more is said", this::isQuiet);
        sights.remove("2");
        decide(null, "2", null);
        awaitLooks("2");
    }

    /** Longer than it takes to say it again. */
    private boolean isQuiet() {
        int before = events(Step.ROLLED_BACK, "2").size();
        try {
            Thread.sleep(200);
        } catch (InterruptedException hurried) {
            throw new AssertionError(hurried);
        }
        return events(Step.ROLLED_BACK, "2").size() == before;
    }

    @Test
    void bringsTheActiveModelBeforeBack() throws Exception {
        decide("2", null, null);
        awaitLooks("2");
        decide("3", null, null);
        awaitLooks("3");
        sights.put("3", frame -> {
            throw new DetectorFailure("expected finite boxes, found 3 that are not");
        });
        awaitLooks("2");
        awaitEvent(Step.ROLLED_BACK, "3");
        awaitEvent(Step.UNLOADED, "3");

        decide("2", null, null);
        Thread.sleep(100);
        assertThat(sweep()).containsExactly("2", "2", "2");
    }

    @Test
    void goesBackToWhatIsConfiguredWhereTheOneBeforeIsGoneFromDiskAndStore() throws Exception {
        decide("2", null, null);
        awaitLooks("2");
        decide("3", null, null);
        awaitLooks("3");
        Path folder = home.resolve("models").resolve(identities.get("2").sha256());
        Files.delete(folder.resolve("model.onnx"));
        String key = "models/" + identities.get("2").sha256() + ".zip";
        store.objects.put(key, new byte[1_000]);
        sights.put("3", frame -> {
            throw new DetectorFailure("fails");
        });
        awaitLooks("1");
    }

    @Test
    void goesOnFromTheDiskAfterARestart() throws Exception {
        decide("2", null, null);
        awaitLooks("2");
        close();
        store.away = true;
        start();
        decide("2", null, null);
        awaitLooks("2");
    }
}
