package org.streetwarden.api.flights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightObject;
import org.streetwarden.casefile.FlightObject.Role;
import org.streetwarden.directory.PlainText;
import org.streetwarden.flight.FlightNames;
import org.streetwarden.flight.FlightNames.Kind;

/** A flight as a pilot announces it: nothing of it has come yet. */
public record Announced(String name, List<File> files) {

    private static final int MOST_KEY_CHARS = 100;
    private static final int MOST_SHOWN_CHARS = 80;

    /** @param sha256 null where not worked out */
    public record File(String name, long bytes, String sha256) {

        Role role() {
            return Role.valueOf(Kind.of(name).name());
        }
    }

    public Announced {
        files = List.copyOf(files);
    }

    long bytes() {
        return files.stream().mapToLong(File::bytes).sum();
    }

    /**
     * Everything that is wrong with it.
     *
     * @throws Refusal naming every file at fault
     */
    public void refuseProblems(UploadBounds bounds) {
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (files.isEmpty() || files.size() > FlightJob.MOST_FILES) {
            problems.add("files: expected 1 to %d, found %d".formatted(FlightJob.MOST_FILES, files.size()));
        }
        for (int i = 0; i < files.size(); i++) {
            String problem = problem(files.get(i), names, bounds);
            if (problem != null) {
                problems.add("files[%d].%s".formatted(i, problem));
            }
        }
        if (!problems.isEmpty()) {
            throw new Refusal(Refusal.Cause.UNUSABLE, problems);
        }
    }

    private static String problem(File file, Set<String> names, UploadBounds bounds) {
        String shown = shown(file.name());
        if (file.name().isBlank() || file.name().length() > FlightObject.MOST_NAME_CHARS) {
            return "name: expected 1 to %d characters, found %d: %s"
                    .formatted(FlightObject.MOST_NAME_CHARS, file.name().length(), shown);
        }
        if (file.name().indexOf(0) >= 0 || !file.name().codePoints().allMatch(PlainText::exchangeable)) {
            return "name: expected text, found characters that are none: " + shown;
        }
        if (!names.add(file.name())) {
            return "name: expected each file once, found a second " + shown;
        }
        if (Kind.of(file.name()) == Kind.OTHER) {
            return "name: expected a video (mp4, mov, m4v, avi, mkv, ts), telemetry (srt), a photograph (jpg, dng, tif) or heights "
                    + "(asc, hgt), found " + shown;
        }
        if (file.bytes() < 1) {
            return "bytes: expected a file with something in it, found an empty one: " + shown
                    + "; copy it from the card again";
        }
        return file.bytes() <= bounds.fileBytes()
                ? null
                : "bytes: expected at most %s, found %s: %s; have the aircraft split its recordings, or cut it"
                        .formatted(size(bounds.fileBytes()), size(file.bytes()), shown);
    }

    static String size(long bytes) {
        return bytes < 10L << 20
                ? bytes + " bytes"
                : bytes < 10L << 30 ? (bytes >> 20) + " MiB" : (bytes >> 30) + " GiB";
    }

    /** Fit to be printed: without what nobody sees or a terminal obeys, and not too long. */
    public static String shown(String name) {
        String clean = name.codePoints()
                .map(point ->
                        PlainText.printable(point) && Character.getType(point) != Character.FORMAT ? point : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        int most = MOST_SHOWN_CHARS - 20;
        return clean.length() <= MOST_SHOWN_CHARS
                ? clean
                : clean.substring(0, most) + "…" + clean.substring(clean.length() - 19);
    }

    /** Name by name what belongs together; both ways. */
    Map<String, String> pairs() {
        Map<String, String> both = new HashMap<>();
        FlightNames.pairs(names(Role.VIDEO), names(Role.TELEMETRY)).forEach((video, telemetry) -> {
            both.put(video, telemetry);
            both.put(telemetry, video);
        });
        return both;
    }

    private List<String> names(Role role) {
        return files.stream()
                .filter(file -> file.role() == role)
                .map(File::name)
                .toList();
    }

    /** Where a file's object lies: no character of the name that a path or a shell could mean something by. */
    static String key(String flightId, int number, String name) {
        String file = FlightNames.file(name).replaceAll("[^A-Za-z0-9._-]+", "_");
        String end = file.length() > MOST_KEY_CHARS ? file.substring(file.length() - MOST_KEY_CHARS) : file;
        return "flights/%s/%04d-%s".formatted(flightId, number, end);
    }
}
