package org.streetwarden.filing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.incident.OpenIncident;

/**
 * A worker's life cut short before its n-th step, for every n, and, for every pair of them, the next life as well. What a
 * restarted judge does is played here: what it is not told about, it raises anew under another id.
 */
class FiledExactlyOnceTest {

    @TempDir
    Path folder;

    /** Ends a worker's life. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Counts steps and kills before the chosen one. */
    private static final class Axe implements Steps {
        private final int fatal;
        private int taken;

        Axe(int fatal) {
            this.fatal = fatal;
        }

        @Override
        public void before(String step) {
            if (taken++ == fatal) {
                throw new Killed();
            }
        }
    }

    /** The street and the world beyond the worker, which outlive it. */
    private static final class World {
        final List<String> standing = new ArrayList<>(List.of("zone-1", "zone-2"));
        final MemoryStore store = new MemoryStore();
        final MemoryBus bus = new MemoryBus();
        int raises;
    }

    @Test
    void whereverOneLifeEnds() throws Exception {
        int fatal = 0;
        while (story(folder.resolve("one-" + fatal), fatal, Integer.MAX_VALUE)) {
            fatal++;
        }
        assertThat(fatal).isGreaterThan(30);
    }

    @Test
    void whereverTwoLivesEnd() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            story(folder.resolve("two-" + round), random.nextInt(45), random.nextInt(30));
        }
    }

    /** @return whether the first life was cut short */
    private static boolean story(Path data, int firstEnd, int secondEnd) throws Exception {
        World world = new World();
        boolean cut = live(data, world, new Axe(firstEnd));
        live(data, world, new Axe(secondEnd));
        live(data, world, new Axe(Integer.MAX_VALUE));
        String context = "ends %d, %d".formatted(firstEnd, secondEnd);
        assertThat(world.bus.filed()).as(context).hasSize(2);
        assertThat(zones(world)).as(context).containsExactlyInAnyOrder("zone-1", "zone-2");
        assertThat(world.bus.cleared()).as(context).hasSize(1).allMatch(world.bus.filed()::contains);
        for (WorkerRecord record : world.bus.records) {
            if (record instanceof IncidentFiled filed) {
                assertThat(world.store.objects)
                        .as(context)
                        .containsKeys(filed.evidencePrefix() + "clip.mp4", filed.evidencePrefix() + "manifest.json");
            }
        }
        try (FilingDesk desk = FilingDesk.open(data, 1 << 20)) {
            assertThat(desk.open(Samples.CAMERA))
                    .as(context)
                    .extracting(OpenIncident::zoneId)
                    .containsExactly("zone-2");
            assertThat(desk.spool().waiting()).as(context).isEmpty();
        }
        return cut;
    }

    private static Set<String> zones(World world) {
        Set<String> zones = new TreeSet<>();
        for (WorkerRecord record : world.bus.records) {
            if (record instanceof IncidentFiled filed) {
                zones.add(filed.why());
            }
        }
        return zones;
    }

    /** One process: raises what stands and is not known, files it, clears what is gone, delivers. */
    private static boolean live(Path data, World world, Axe axe) throws Exception {
        world.store.steps = axe;
        world.bus.steps = axe;
        try (FilingDesk desk = FilingDesk.open(data, 1 << 20, axe)) {
            try {
                for (String zone : world.standing) {
                    if (desk.open(Samples.CAMERA).stream()
                            .noneMatch(open -> open.zoneId().equals(zone))) {
                        raise(desk, zone, ++world.raises);
                    }
                }
                deliver(desk, world, axe);
                world.standing.remove("zone-1");
                for (OpenIncident open : desk.open(Samples.CAMERA)) {
                    if (open.zoneId().equals("zone-1")) {
                        desk.clear(Samples.CAMERA, Samples.cleared(open.incidentId()));
                    }
                }
                deliver(desk, world, axe);
                return false;
            } catch (Killed end) {
                // the process is gone: only its file lock goes with it
                desk.spool().close();
                return true;
            }
        } catch (Killed end) {
            return true;
        }
    }

    private static void raise(FilingDesk desk, String zone, int raise) throws IOException {
        String id = Samples.id(zone + raise);
        try (Stage stage = desk.stage()) {
            desk.hold(stage, about(zone, Samples.fill(stage, id, 50)), Samples.open(id, zone));
        }
        try (Stage stage = desk.stage()) {
            desk.file(stage, about(zone, Samples.fill(stage, id, 100)), Samples.open(id, zone));
        }
    }

    private static IncidentFiled about(String zone, IncidentFiled filed) {
        return new IncidentFiled(
                filed.incidentId(),
                filed.kind(),
                filed.cameraId(),
                filed.cameraName(),
                zone,
                filed.label(),
                filed.score(),
                filed.box(),
                filed.experimental(),
                filed.firstSeenAt(),
                filed.thresholdAt(),
                filed.raisedAt(),
                filed.present(),
                filed.observed(),
                filed.longestGap(),
                filed.model(),
                filed.ruleVersion(),
                filed.zoneVersion(),
                zone,
                filed.workerId(),
                filed.evidencePrefix(),
                filed.manifestSha256(),
                filed.parts());
    }

    private static void deliver(FilingDesk desk, World world, Axe axe) throws InterruptedException {
        BackOff none = new BackOff(Duration.ZERO, Duration.ZERO, new Random(1));
        Deliverer deliverer = new Deliverer(
                desk.spool(), world.store, world.bus, new FilingCounters(), none, InstantSource.system(), axe);
        while (!desk.spool().waiting().isEmpty()) {
            deliverer.doWork(Duration.ZERO);
        }
    }
}
