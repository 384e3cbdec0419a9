package org.streetwarden.filing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelivererTest {

    @TempDir
    Path data;

    private final MemoryStore store = new MemoryStore();
    private final MemoryBus bus = new MemoryBus();
    private final FilingCounters counters = new FilingCounters();
    private final String a = Samples.id("a");
    private final String b = Samples.id("b");
    private FilingDesk desk;
    private Deliverer deliverer;

    @BeforeEach
    void open() throws Exception {
        desk = FilingDesk.open(data, 1 << 20);
        BackOff none = new BackOff(Duration.ZERO, Duration.ZERO, new Random(1));
        deliverer = new Deliverer(desk.spool(), store, bus, counters, none, InstantSource.system());
        Samples.file(desk, a, 100);
        Samples.file(desk, b, 200);
        desk.clear(Samples.CAMERA, Samples.cleared(a));
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
    }

    @Test
    void storesEvidenceBeforeItSendsTheRecord() throws Exception {
        bus.steps = step -> assertThat(store.objects)
                .containsKeys("2026/11/21/" + a + "/clip.mp4", "2026/11/21/" + a + "/manifest.json");
        deliverer.doWork(Duration.ZERO);
        assertThat(bus.filed()).containsExactly(a);
    }

    @Test
    void keepsOrderAndSendsNothingTwiceWhileTheStoreIsAway() throws Exception {
        store.awayFor = 25;
        drain();
        assertThat(bus.filed()).containsExactly(a, b);
        assertThat(bus.cleared()).containsExactly(a);
        assertThat(bus.records).hasSize(3);
        assertThat(counters.value(FilingCounter.DELIVERY_RETRIES)).isEqualTo(25);
        assertThat(counters.value(FilingCounter.INCIDENTS_DELIVERED)).isEqualTo(2);
    }

    @Test
    void uploadsNothingTwiceWhileTheStreamIsAway() throws Exception {
        bus.awayFor = 25;
        drain();
        assertThat(bus.filed()).containsExactly(a, b);
        assertThat(store.puts).isEqualTo(4);
    }

    @Test
    void setsAnUnreadableRecordAsideAndGoesOn() throws Exception {
        Path first = desk.spool().waiting().getFirst();
        Files.writeString(first.resolve("record.json"), "{\"format\":1,\"fields\":{\"v\":\"1\"");
        drain();
        assertThat(bus.filed()).containsExactly(b);
        assertThat(counters.value(FilingCounter.ENTRIES_REJECTED)).isEqualTo(1);
        Path aside = data.resolve("spool-rejected").resolve(first.getFileName());
        assertThat(Files.readString(aside.resolve("reason.txt"))).contains("expected JSON of a spool entry");
        assertThat(aside.resolve("evidence/clip.mp4")).exists();
    }

    @Test
    void setsEvidenceThatIsNotWhatTheRecordSaysAside() throws Exception {
        Path clip = desk.spool().waiting().getFirst().resolve("evidence/clip.mp4");
        byte[] bytes = Files.readAllBytes(clip);
        bytes[50] ^= 1;
        Files.write(clip, bytes);
        drain();
        assertThat(bus.filed()).containsExactly(b);
        assertThat(store.objects.keySet()).noneMatch(key -> key.contains(a));
    }

    @Test
    void setsAnEntryWithoutEvidenceAside() throws Exception {
        Samples.dropEvidence(desk.spool().waiting().getFirst());
        drain();
        assertThat(bus.filed()).containsExactly(b);
    }

    @Test
    void refusesARecordWhoseFieldsAreNotWhatTheirVersionPromises() throws Exception {
        Path record = desk.spool().waiting().getFirst().resolve("record.json");
        for (String[] change : List.of(
                new String[] {"\"kind\":\"vending\"", "\"kind\":\"parade\""},
                new String[] {"\"score\":\"0.87\"", "\"score\":\"87\""})) {
            Files.writeString(record, Files.readString(record).replace(change[0], change[1]));
        }
        drain();
        assertThat(Files.readString(data.resolve("spool-rejected")
                        .resolve(record.getParent().getFileName())
                        .resolve("reason.txt")))
                .contains(
                        "kind: expected a known kind, found parade", "score: expected a number from 0 to 1, found 87");
    }

    @Test
    void worksOnAThreadOfItsOwnUntilClosed() throws Exception {
        deliverer.start();
        while (!desk.spool().waiting().isEmpty()) {
            Thread.sleep(5);
        }
        deliverer.close();
        assertThat(bus.filed()).containsExactly(a, b);
    }

    private void drain() throws InterruptedException {
        while (!desk.spool().waiting().isEmpty()) {
            deliverer.doWork(Duration.ZERO);
        }
    }
}
