package org.streetwarden.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * How a worker looks at what drones saw.
 *
 * @param enabled false: it leaves flights to others
 * @param packageFolder of the model that looks; loaded while there is a flight to look at
 * @param elevation an elevation model, or a folder of such; null where the ground counts as level
 * @param threads of one inference
 * @param maxDiskBytes the most that one flight's files may take on this machine while they are looked at
 * @param zone what aircraft that do not name one have their clocks set to
 * @param maskSerials whether records and evidence name an aircraft's serial number by its last four characters only
 */
public record FlightsConfig(
        boolean enabled,
        Path packageFolder,
        Path elevation,
        int threads,
        long maxDiskBytes,
        ZoneId zone,
        boolean maskSerials) {

    private static final String ZONE = "Asia/Shanghai";

    /** Leaves flights to others. */
    public static final FlightsConfig NONE =
            new FlightsConfig(false, shipped(), null, 1, 64L << 30, ZoneId.of(ZONE), false);

    private static Path shipped() {
        return Path.of(System.getProperty("streetwarden.root", "."), "models", "zoo", "aerial-nano-0.3");
    }

    static FlightsConfig read(Section section) {
        FlightsConfig flights = new FlightsConfig(
                section.parsed("enabled", true, "true or false", ConfigFile::truth),
                Path.of(section.text("package", NONE.packageFolder().toString())),
                elevation(section),
                section.whole("threads", 1, 1, 256),
                (long) section.whole("max-disk-gb", 64, 1, 1 << 16) << 30,
                zone(section),
                section.parsed("mask-serials", false, "true or false", ConfigFile::truth));
        section.refuseUnknown();
        return flights;
    }

    private static Path elevation(Section section) {
        String named = section.text("elevation", "");
        if (!named.isEmpty() && !Files.exists(Path.of(named))) {
            section.problem("elevation", "an elevation model or a folder of such", "nothing at " + named);
        }
        return named.isEmpty() ? null : Path.of(named);
    }

    private static ZoneId zone(Section section) {
        String name = section.text("time-zone", ZONE);
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            section.problem("time-zone", "a zone such as " + ZONE, "'" + name + "'");
            return NONE.zone();
        }
    }
}
