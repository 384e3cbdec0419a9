package org.streetwarden.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this process and those that it started have used of the processors, by program, in seconds. On a machine that others
 * use too it says more than the time on the wall; what a program that has ended used is not in it.
 */
record ProcessorTime(Map<String, Double> seconds) {

    private static final String MEASURING = "benchmark";

    static ProcessorTime now() {
        Map<String, Double> seconds = new TreeMap<>();
        seconds.put(MEASURING, used(ProcessHandle.current()));
        ProcessHandle.current().descendants().forEach(each -> seconds.merge(program(each), used(each), Double::sum));
        return new ProcessorTime(seconds);
    }

    private static double used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    private static String program(ProcessHandle process) {
        String name = process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .orElse("ended");
        return name.equals("java") ? "api" : name;
    }

    /** Milliseconds of a processor for each of so many, without those of the measuring itself. */
    String since(ProcessorTime before, int things) {
        StringBuilder text = new StringBuilder();
        double all = 0;
        for (Map.Entry<String, Double> each : seconds.entrySet()) {
            double millis = 1e3 * (each.getValue() - before.seconds.getOrDefault(each.getKey(), 0.0)) / things;
            if (!each.getKey().equals(MEASURING) && millis > 0) {
                all += millis;
                text.append(String.format(Locale.ROOT, ", %s %.2f", each.getKey(), millis));
            }
        }
        return String.format(Locale.ROOT, "%.2f ms of processor time each%s", all, text);
    }

    /** How busy the machine is with everything on it. */
    static String load() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "load %.1f on %d processors",
                system.getSystemLoadAverage(),
                system.getAvailableProcessors());
    }
}
