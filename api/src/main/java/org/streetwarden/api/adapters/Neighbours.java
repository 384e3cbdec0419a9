package org.streetwarden.api.adapters;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.api.adapters.Nearby.Found;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.directory.LonLat;
import org.streetwarden.directory.PlainText;
import org.streetwarden.flight.Whereabouts;

/**
 * What a platform answered to the question for its open cases nearby. Nothing of it is believed before it is checked, and what
 * cannot be read as a whole counts as no answer.
 *
 * @param near nearest first, those of unknown distance last; each number once
 * @param problem why it cannot be used; empty where it can
 */
public record Neighbours(List<Neighbour> near, String problem) {

    /** So many are read; a longer list is no answer. */
    static final int MOST_READ = 200;

    private static final int MOST_CHARS = 64;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    public Neighbours {
        near = List.copyOf(near);
    }

    /**
     * What was asked.
     *
     * @param fields as they went out
     * @param here where our case is
     */
    public record Asked(JsonNode fields, Whereabouts here, int radiusM) {}

    /** Reads an answer that came with a status of 2xx. */
    public static Neighbours of(Adapter adapter, Asked asked, byte[] body) {
        Found found = adapter.nearby().orElseThrow().found();
        JsonNode answer = Heard.parse(body);
        if (answer == null || answer.isMissingNode()) {
            return none("expected JSON that can be read whole, found something else");
        }
        if (!Heard.well(adapter.answers(), answer)) {
            return none("it says that not all is well");
        }
        JsonNode list = found.list().isEmpty() ? answer : answer.at(found.list());
        if (list.isNull()) {
            return new Neighbours(List.of(), "");
        }
        if (!list.isArray() || list.size() > MOST_READ) {
            String said = list.isArray() ? list.size() + " of them" : "none";
            return none("expected a list of at most %d cases at %s, found %s"
                    .formatted(MOST_READ, found.list().isEmpty() ? "/" : found.list(), said));
        }
        return read(new Reading(adapter, found, asked), list);
    }

    private static Neighbours none(String problem) {
        return new Neighbours(List.of(), problem);
    }

    private static Neighbours read(Reading reading, JsonNode list) {
        Map<String, Neighbour> near = new LinkedHashMap<>();
        for (JsonNode each : list) {
            Neighbour neighbour = reading.neighbour(each);
            if (neighbour.caseNo() == null) {
                return none("expected a number of 1 to %d printable characters at %s of each case, found none in one"
                        .formatted(MOST_CHARS, reading.found().caseNo()));
            }
            if (reading.counts(neighbour)) {
                near.putIfAbsent(neighbour.caseNo(), neighbour);
            }
        }
        Comparator<Neighbour> nearest =
                Comparator.comparing(Neighbour::distanceM, Comparator.nullsLast(Comparator.naturalOrder()));
        return new Neighbours(near.values().stream().sorted(nearest).toList(), "");
    }

    private record Reading(Adapter adapter, Found found, Asked asked) {

        Neighbour neighbour(JsonNode node) {
            LonLat place = place(node);
            return new Neighbour(
                    plain(node, found.caseNo()),
                    plain(node, found.code()),
                    plain(node, found.status()),
                    plain(node, found.source()),
                    time(node),
                    place,
                    place == null ? null : asked.here().distanceM(place),
                    plain(node, found.ours()));
        }

        /** Whether it is open, of the same code where that is asked for, and not surely further away than asked for. */
        boolean counts(Neighbour neighbour) {
            StatusMap states = adapter.states();
            Optional<CaseStatus> status =
                    Optional.ofNullable(neighbour.status()).flatMap(states::of);
            if (status.isPresent() && !status.get().open()) {
                return false;
            }
            if (found.sameAs() != null && neighbour.code() != null) {
                String asking = asking();
                if (!asking.isEmpty() && !asking.equals(neighbour.code())) {
                    return false;
                }
            }
            return neighbour.distanceM() == null || neighbour.distanceM() <= asked.radiusM();
        }

        /** Names with dots are one name in a query and objects in JSON. */
        private String asking() {
            JsonNode flat = asked.fields().path(found.sameAs());
            return flat.isValueNode()
                    ? flat.asText()
                    : asked.fields().at("/" + found.sameAs().replace('.', '/')).asText();
        }

        private static String plain(JsonNode node, String pointer) {
            String text = Heard.text(node, pointer, MOST_CHARS);
            return text == null || PlainText.problem(text, MOST_CHARS).isPresent() ? null : text;
        }

        /** @return null where it says none that is on the Earth, and where it says the Gulf of Guinea, as empty fields do */
        private LonLat place(JsonNode node) {
            double x = number(node.at(found.x()));
            double y = number(node.at(found.y()));
            if (!Double.isFinite(x) || !Double.isFinite(y) || (x == 0 && y == 0)) {
                return null;
            }
            LonLat place = adapter.crs().toWgs84(x, y);
            boolean earthly = Math.abs(place.longitude()) <= 180 && Math.abs(place.latitude()) <= 90;
            return earthly ? place : null;
        }

        private static double number(JsonNode node) {
            if (node.isNumber()) {
                return node.asDouble();
            }
            String text = node.isTextual() ? node.asText().strip() : "";
            return text.matches("-?[0-9]{1,9}(\\.[0-9]{1,20})?") ? Double.parseDouble(text) : Double.NaN;
        }

        private Instant time(JsonNode node) {
            String text = plain(node, found.at());
            try {
                Instant at = text == null ? null : time(text);
                return at == null || at.isBefore(EARLIEST) || at.isAfter(LATEST)
                        ? null
                        : at.truncatedTo(ChronoUnit.SECONDS);
            } catch (DateTimeException | NumberFormatException unreadable) {
                return null;
            }
        }

        private Instant time(String text) {
            if (found.time() == null) {
                return OffsetDateTime.parse(text).toInstant();
            }
            if (found.time().equals("epoch-ms")) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            TemporalAccessor read =
                    DateTimeFormatter.ofPattern(found.time(), Locale.ROOT).parse(text);
            return read.isSupported(ChronoField.OFFSET_SECONDS)
                    ? Instant.from(read)
                    : LocalDateTime.from(read).atZone(Filling.CITY).toInstant();
        }
    }
}
