package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.streetwarden.farm.Behaviour;
import org.streetwarden.farm.CameraFarm;
import org.streetwarden.farm.FarmProblems;
import org.streetwarden.farm.FarmSettings;
import org.streetwarden.media.StreamFailure.Reason;

/**
 * Cameras that come and go in every way that the farm knows: no reader is held, nothing native is left. As long as it is told, in
 * a process of its own whose heap is touched at the start: {@code mvn -pl stream-workers -am test -Dtest=FlappingSoakTest
 * -Dstreetwarden.soak=PT30M -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@ExtendWith(NoNativeLeaks.class)
class FlappingSoakTest {

    private static final int MANY = 200;
    private static final int FEW = 20;
    private static final Duration LONGEST_HELD = Duration.ofSeconds(15);
    private static final double FLAT = 1.05;
    private static final Pattern HELD = Pattern.compile("longest held (\\d+) ms");

    /** How a process is, as Linux says. */
    private record Vitals(long residentKb, long threads) {
        static Vitals of(Process process) throws IOException {
            Path status = Path.of("/proc/" + process.pid() + "/status");
            return new Vitals(number(status, "VmRSS:"), number(status, "Threads:"));
        }

        private static long number(Path status, String name) throws IOException {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static CameraFarm farm(int cameras) throws FarmProblems {
        CameraFarm farm = new CameraFarm(FarmSettings.defaults());
        for (int i = 0; i < cameras; i++) {
            farm.camera("cam-" + i)
                    .plays(clip("vending"))
                    .phase(Duration.ofMillis(i * 37L))
                    .behaves(behaviour(i));
        }
        farm.start();
        return farm;
    }

    private static Path clip(String name) {
        return Path.of(System.getProperty("streetwarden.root", "."), "models", "scenes", "clips", name + ".mp4");
    }

    private static Behaviour behaviour(int camera) {
        return switch (camera % 10) {
            case 0, 1 -> Behaviour.cutAfter(Duration.ofMillis(1000 + camera * 10L));
            case 2 -> Behaviour.stallAfter(Duration.ofSeconds(1));
            case 3 -> Behaviour.silent();
            case 4 -> Behaviour.hangUp();
            case 5 -> Behaviour.refuse();
            case 6 -> Behaviour.corrupt(0.05, camera);
            case 7 -> Behaviour.changeEvery(Duration.ofMillis(1500), clip("quiet"));
            case 8 -> Behaviour.talksGarbage();
            default -> Behaviour.jump(Duration.ofSeconds(1), Duration.ofSeconds(-5));
        };
    }

    /** Every fourth camera loses its power. */
    private static void flap(CameraFarm farm, int cameras, Duration down) throws InterruptedException {
        for (int i = 0; i < cameras; i += 4) {
            farm.kill("cam-" + i);
        }
        TimeUnit.MILLISECONDS.sleep(down.toMillis());
        for (int i = 0; i < cameras; i += 4) {
            farm.revive("cam-" + i);
        }
    }

    private static String prefix(CameraFarm farm) {
        return farm.url("cam-0").toString().replaceAll("0$", "");
    }

    @Test
    void holdsNoReaderAndLeavesNothing() throws Exception {
        try (CameraFarm farm = farm(FEW)) {
            FlappingReaders readers = new FlappingReaders(prefix(farm), FEW, Duration.ofMillis(300));
            try (readers) {
                for (int i = 0; i < 3; i++) {
                    TimeUnit.MILLISECONDS.sleep(1200);
                    flap(farm, FEW, Duration.ofMillis(400));
                }
            }
            assertThat(readers.pictures()).isPositive();
            assertThat(readers.failures()).containsKeys(Reason.CLOSED_BY_PEER, Reason.REFUSED, Reason.CANCELLED);
            assertThat(readers.longestHeld()).isLessThan(LONGEST_HELD);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("flapping-"));
        }
    }

    @Test
    @Tag("soak")
    @EnabledIfSystemProperty(
            named = "streetwarden.soak",
            matches = "PT.+",
            disabledReason = "takes half an hour: ask for it")
    void staysAsItIs() throws Exception {
        Duration length = Duration.parse(System.getProperty("streetwarden.soak"));
        Path said = Files.createTempFile("flapping", ".txt");
        try (CameraFarm farm = farm(MANY)) {
            Process readers = start(farm, length, said);
            try {
                List<Vitals> vitals = watch(farm, readers, length);
                assertThat(readers.waitFor(5, TimeUnit.MINUTES)).isTrue();
                judge(vitals, Files.readString(said));
            } finally {
                readers.destroyForcibly().waitFor();
                Files.delete(said);
            }
        }
    }

    private static Process start(CameraFarm farm, Duration length, Path said) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                FlappingReaders.class.getName(),
                prefix(farm),
                String.valueOf(MANY),
                String.valueOf(length.toSeconds()),
                "5000");
        builder.environment()
                .putAll(Map.of("CLASSPATH", System.getProperty("java.class.path"), "MALLOC_ARENA_MAX", "2"));
        return builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    }

    /** Twenty looks, spread evenly. */
    private static List<Vitals> watch(CameraFarm farm, Process readers, Duration length) throws Exception {
        List<Vitals> vitals = new ArrayList<>();
        Duration round = length.dividedBy(20);
        for (int i = 1; i < 20; i++) {
            flap(farm, MANY, round.dividedBy(4));
            TimeUnit.MILLISECONDS.sleep(round.multipliedBy(3).dividedBy(4).toMillis());
            vitals.add(Vitals.of(readers));
            System.out.printf("flapping soak: %d of 20: %s%n", i, vitals.getLast());
        }
        return vitals;
    }

    /** The first quarter warms up; the second is what the last must not outgrow. */
    private static void judge(List<Vitals> vitals, String said) {
        System.out.println("flapping soak: " + said.strip());
        assertFlat("resident", vitals, Vitals::residentKb);
        assertFlat("threads", vitals, Vitals::threads);
        Matcher held = HELD.matcher(said);
        assertThat(held.find()).as(said).isTrue();
        assertThat(Duration.ofMillis(Long.parseLong(held.group(1)))).isLessThan(LONGEST_HELD);
        assertThat(said).contains("native objects at the end: {}");
    }

    private static void assertFlat(String what, List<Vitals> vitals, ToLongFunction<Vitals> figure) {
        long early = vitals.subList(5, 10).stream().mapToLong(figure).max().orElseThrow();
        long late = vitals.subList(14, 19).stream().mapToLong(figure).max().orElseThrow();
        assertThat((double) late).as(what + ", early " + early).isLessThanOrEqualTo(early * FLAT);
    }
}
