package org.streetwarden.flights;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flights.Inspection.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code streetwarden flights inspect}: what is wrong with a flight's files, before they are uploaded. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Says what videos, telemetry (.SRT) and photographs are good for, which belong together, and every problem with its "
                    + "consequence. Needs no server; reads heads of videos only, so that a card takes seconds."
        },
        footer = {
            "",
            "Exit codes: 0 usable, 1 not usable, 2 wrong usage, 3 usable with limits; of several flights the worst."
        })
final class InspectCommand implements Callable<Integer> {

    private static final int NOT_USABLE = 1;
    private static final int WITH_LIMITS = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, or folders as the aircraft writes them.")
    private List<Path> files;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Option(names = "--geojson", paramLabel = "FILE", description = "Writes the tracks as GeoJSON.")
    private Path geoJson;

    @Option(
            names = "--take-off",
            paramLabel = "LON,LAT",
            converter = Place.class,
            description = "Where it took off, WGS-84 degrees: shows coordinates that are shifted (GCJ-02).")
    private LonLat takeOff;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            List<Inspection> inspections = FlightInspector.inspect(files, takeOff);
            if (geoJson != null) {
                Files.writeString(geoJson, InspectionJson.geoJson(inspections));
            }
            if (json) {
                out.println(InspectionJson.text(inspections));
            } else {
                InspectionText text = new InspectionText(out);
                inspections.forEach(text::print);
            }
            return code(inspections);
        } catch (IOException e) {
            spec.commandLine().getErr().println("flights inspect: " + FlightFile.clean(String.valueOf(e.getMessage())));
            return NOT_USABLE;
        }
    }

    private static int code(List<Inspection> inspections) {
        Verdict worst = inspections.stream()
                .map(Inspection::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.NOT_USABLE);
        return switch (worst) {
            case USABLE -> 0;
            case WITH_LIMITS -> WITH_LIMITS;
            case NOT_USABLE -> NOT_USABLE;
        };
    }

    /** {@code 117.02,36.65}. */
    static final class Place implements ITypeConverter<LonLat> {

        @Override
        public LonLat convert(String text) {
            String[] parts = text.split(",", -1);
            try {
                LonLat place = new LonLat(Double.parseDouble(parts[0]), Double.parseDouble(parts[parts.length - 1]));
                if (parts.length == 2 && Math.abs(place.longitude()) <= 180 && Math.abs(place.latitude()) <= 90) {
                    return place;
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException("expected degrees such as 117.02,36.65, found " + text);
            }
            throw new TypeConversionException("expected longitude,latitude in degrees, found " + text);
        }
    }
}
