package org.streetwarden.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What processes use, by Linux' {@code /proc}: CPU seconds by group of threads, and resident memory. Sampled now and then,
 * so that a thread or a process that has ended still counts with what it had at the sample before. One thread.
 */
final class ProcessUse {

    /** What a process and a group of its threads are called. */
    record Group(String process, String threads) {}

    private record ThreadKey(long pid, String tid) {}

    private record Spent(Group group, double seconds) {}

    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux

    private final Map<ThreadKey, Spent> first = new HashMap<>();
    private final Map<ThreadKey, Spent> last = new HashMap<>();
    private final Map<String, Long> residentBytes = new TreeMap<>();
    private boolean began;

    /** Everything used before this call is left out. */
    void begin(Map<String, Long> pids) {
        sample(pids);
        first.putAll(last);
        began = true;
    }

    /**
     * Looks at the processes now, and at the CPU time of those that they have started.
     *
     * @param pids by process name; one that is gone is passed over
     */
    void sample(Map<String, Long> pids) {
        pids.forEach((process, pid) -> {
            threads(process, pid);
            ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::descendants)
                    .forEach(child -> threads(process, child.pid()));
            residentBytes.merge(process, resident(PROC.resolve(Long.toString(pid))), Math::max);
        });
    }

    private void threads(String process, long pid) {
        Path tasks = PROC.resolve(Long.toString(pid)).resolve("task");
        try (Stream<Path> all = Files.list(tasks)) {
            all.forEach(task -> sample(process, pid, task));
        } catch (IOException | UncheckedIOException gone) {
            // What it had at the sample before still counts.
        }
    }

    private void sample(String process, long pid, Path task) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            int end = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, end);
            String[] fields = stat.substring(end + 2).split(" ", -1);
            double seconds = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
            ThreadKey key = new ThreadKey(pid, task.getFileName().toString());
            last.put(key, new Spent(new Group(process, group(name)), seconds));
        } catch (IOException ended) {
            // What it had at the sample before still counts.
        }
    }

    /** A thread's name without its number: {@code reader-12} and {@code reader-3} are one group. */
    private static String group(String name) {
        return name.replaceAll("[-#_ ]*[0-9]+$", "");
    }

    /** 0 where the process is gone. */
    private static long resident(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** CPU seconds since {@link #begin}, by group; a process that was started again adds up under its name. */
    Map<Group, Double> cpuSeconds() {
        if (!began) {
            throw new IllegalStateException("expected begin() before cpuSeconds()");
        }
        Map<Group, Double> sums = new HashMap<>();
        last.forEach((key, spent) -> {
            double before = first.containsKey(key) ? first.get(key).seconds() : 0;
            sums.merge(spent.group(), spent.seconds() - before, Double::sum);
        });
        return sums;
    }

    /** The most resident memory seen, by process. */
    Map<String, Long> residentBytes() {
        return Map.copyOf(residentBytes);
    }
}
