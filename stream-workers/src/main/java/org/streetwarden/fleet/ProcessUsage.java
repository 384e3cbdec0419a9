package org.streetwarden.fleet;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Measures what this process used since it was asked last. What a control group allows counts as all there is. One thread.
 */
public final class ProcessUsage implements Supplier<Usage> {

    /** Late looks, of all, that are as much as may be. */
    private static final double MOST_LATE = 0.05;

    private static final Path QUOTA = Path.of("/sys/fs/cgroup/cpu.max");
    private static final Path STATUS = Path.of("/proc/self/status");

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Work work;
    private Sample last;

    /** What the process has done since it started. Any thread. */
    public interface Work {

        /** For how long the model's thread was at work, nanoseconds. */
        long inferenceNanos();

        /** Looks taken. */
        long looks();

        /** Looks that came too late, and pictures that a newer one replaced. */
        long lateLooks();

        /** Streams open at cameras now. */
        int openSessions();
    }

    /** Totals at one time, all in nanoseconds or counts. */
    record Sample(long atNanos, long cpuNanos, long inferenceNanos, long looks, long lateLooks) {}

    public ProcessUsage(Work work) {
        this.work = work;
        last = sample();
    }

    private Sample sample() {
        return new Sample(
                System.nanoTime(), system.getProcessCpuTime(), work.inferenceNanos(), work.looks(), work.lateLooks());
    }

    @Override
    public Usage get() {
        Sample now = sample();
        double cores = cores(system.getAvailableProcessors(), read(QUOTA));
        Map<Resource, Double> shares = new EnumMap<>(between(last, now, cores));
        last = now;
        long resident = residentBytes(read(STATUS));
        shares.put(Resource.MEMORY, Math.max((double) resident / system.getTotalMemorySize(), heap()));
        if (system instanceof UnixOperatingSystemMXBean unix) {
            shares.put(
                    Resource.DESCRIPTORS,
                    (double) unix.getOpenFileDescriptorCount() / unix.getMaxFileDescriptorCount());
        }
        return new Usage(shares, shares.get(Resource.CPU) * cores, resident, work.openSessions());
    }

    static Map<Resource, Double> between(Sample before, Sample now, double cores) {
        double elapsed = Math.max(1, now.atNanos() - before.atNanos());
        long late = now.lateLooks() - before.lateLooks();
        long all = now.looks() - before.looks() + late;
        return Map.of(
                Resource.CPU,
                (now.cpuNanos() - before.cpuNanos()) / elapsed / cores,
                Resource.INFERENCE,
                (now.inferenceNanos() - before.inferenceNanos()) / elapsed,
                Resource.LATE_LOOKS,
                all == 0 ? 0 : late / (double) all / MOST_LATE);
    }

    /** @param quota a control group's {@code cpu.max}: microseconds, or {@code max}, of a period in microseconds */
    static double cores(int processors, String quota) {
        String[] cells = quota.strip().split(" ", -1);
        if (cells.length != 2 || !cells[0].matches("[0-9]{1,12}") || !cells[1].matches("[1-9][0-9]{0,11}")) {
            return processors;
        }
        return Math.clamp(Double.parseDouble(cells[0]) / Double.parseDouble(cells[1]), 0.01, processors);
    }

    /** @param status {@code /proc/self/status} */
    static long residentBytes(String status) {
        Optional<String> line =
                status.lines().filter(each -> each.startsWith("VmRSS:")).findFirst();
        return line.map(each -> Long.parseLong(each.replaceAll("[^0-9]", "")) << 10)
                .orElseGet(() -> Runtime.getRuntime().totalMemory());
    }

    /** What was left of Java's heap after collections, of all it may have. */
    private static double heap() {
        long used = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
        return (double) used / Runtime.getRuntime().maxMemory();
    }

    /** Empty where there is no such file. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException none) {
            return "";
        }
    }
}
