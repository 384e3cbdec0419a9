package org.streetwarden.flights;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.ElevationGrid;
import org.streetwarden.flight.Terrain;

/**
 * The ground that a flight is over: level, or by the elevation model that knows the place of take-off.
 *
 * @param model file name of the elevation model; empty where the ground counts as level
 * @param takeOff the place that heights are above; null where the ground counts as level
 */
record FlightGround(Terrain terrain, String model, LonLat takeOff) {

    /** Most ASCII grids of a folder that are looked into. */
    private static final int MOST_GRIDS = 64;

    private static final long MOST_BYTES = 512L << 20;

    static FlightGround level(double unsureM) {
        return new FlightGround(Terrain.level(0, unsureM), "", null);
    }

    /**
     * Chooses for one flight.
     *
     * @param elevation an SRTM tile ({@code N36E117.hgt}), an ESRI ASCII grid in degrees ({@code .asc}), or a folder of such;
     *     null for level ground
     * @param takeOff null for where the flight's files say that it began
     * @param unsureM how far the ground may be off, one standard deviation
     * @return level where no model covers the place, or nobody knows that
     * @throws IOException where a model can't be read, saying what was expected
     */
    static FlightGround of(Path elevation, FlightParts parts, LonLat takeOff, double unsureM) throws IOException {
        LonLat from = takeOff == null ? parts.takeOff().orElse(null) : takeOff;
        if (elevation == null || from == null) {
            return level(unsureM);
        }
        for (Path file : candidates(elevation, from)) {
            Optional<ElevationGrid> grid = covering(file, from);
            if (grid.isPresent()) {
                String name = file.getFileName().toString();
                return new FlightGround(Terrain.of(grid.get(), from, unsureM), name, from);
            }
        }
        return level(unsureM);
    }

    private static List<Path> candidates(Path elevation, LonLat place) throws IOException {
        if (!Files.isDirectory(elevation)) {
            return List.of(elevation);
        }
        String tile = tile(place);
        try (Stream<Path> files = Files.list(elevation)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.equalsIgnoreCase(tile) || isAscii(name);
                    })
                    .sorted()
                    .limit(MOST_GRIDS)
                    .toList();
        }
    }

    /** Name of the SRTM tile of a place, after its south-western corner. */
    private static String tile(LonLat place) {
        int south = (int) Math.floor(place.latitude());
        int west = (int) Math.floor(place.longitude());
        return String.format(
                Locale.ROOT,
                "%s%02d%s%03d.hgt",
                south < 0 ? "S" : "N",
                Math.abs(south),
                west < 0 ? "W" : "E",
                Math.abs(west));
    }

    private static boolean isAscii(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".asc");
    }

    private static Optional<ElevationGrid> covering(Path file, LonLat place) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("%s: expected an elevation model of at most %d MiB, found %d"
                    .formatted(file, MOST_BYTES >> 20, Files.size(file) >> 20));
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String name = file.getFileName().toString();
            ElevationGrid grid = isAscii(name)
                    ? ElevationGrid.ascii(lines)
                    : ElevationGrid.hgt(name, ByteBuffer.wrap(Files.readAllBytes(file)));
            return Double.isNaN(grid.heightM(place)) ? Optional.empty() : Optional.of(grid);
        } catch (IllegalArgumentException unfit) {
            throw new IOException(file + ": " + unfit.getMessage(), unfit);
        }
    }
}
