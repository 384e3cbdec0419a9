package org.streetwarden.api.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.MediaType;
import org.streetwarden.api.adapters.Adapter;
import org.streetwarden.api.adapters.Adapter.Field;
import org.streetwarden.api.adapters.Adapter.Source;
import org.streetwarden.api.adapters.Filled;
import org.streetwarden.api.adapters.Filling;
import org.streetwarden.api.adapters.Nearby;
import org.streetwarden.api.adapters.Neighbour;
import org.streetwarden.api.adapters.Neighbours;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.directory.CoordinateSystem;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.Whereabouts;

/** Asks a target for its open cases near one of ours; a repeat is harmless. Thread-safe; blocks. */
final class Question {

    /** For the whole call; with the try itself still shorter than {@link Outbox#LEASE}. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MOST_SAID_CHARS = 500;
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded; charset=utf-8");

    private final Adapter adapter;
    private final Target.Asking asking;
    private final TargetClient client;
    private final Optional<Pace> pace;

    /** @param pace that the target's requests share; empty where there is no limit */
    Question(Adapter adapter, Target.Asking asking, TargetClient client, Optional<Pace> pace) {
        this.adapter = adapter;
        this.asking = asking;
        this.client = client;
        this.pace = pace;
    }

    /**
     * What came of it.
     *
     * @param near what it has, ours among them; empty also where there is no answer
     * @param problem why there is no answer; empty where there is one
     * @param reply with status 0 where nothing came back
     */
    record Answer(int radiusM, List<Neighbour> near, String problem, Reply reply) {}

    /** The question as it would go out. */
    record Put(Filled form, int radiusM, Whereabouts here) {}

    /** How targets of webhooks are asked: our own contract, as {@code openapi.yaml} describes it. */
    static Adapter webhooks(StatusMap map) {
        List<Field> fields = List.of(
                field("caseNo", new Source.From("/caseNo")),
                field("kind", new Source.From("/kind")),
                field("codes", new Source.From("/codes")),
                field("longitude", new Source.Coordinate(true, 7)),
                field("latitude", new Source.Coordinate(false, 7)),
                field("radiusM", new Source.From("/nearby/radiusM")),
                field("since", new Source.From("/nearby/since")));
        Nearby.Found found = new Nearby.Found(
                "/cases",
                "/platformCaseNo",
                "/code",
                null,
                "/status",
                "/longitude",
                "/latitude",
                "/at",
                null,
                "/source",
                "/caseNo");
        return new Adapter(
                "webhooks",
                CoordinateSystem.WGS84,
                Adapter.Body.JSON,
                Map.of(),
                Map.of(),
                new Adapter.Pictures(Adapter.Pictures.Mode.NONE, 1, null),
                new Adapter.Answers(null, List.of(), null, null, null, List.of(), List.of(), List.of(), true),
                map,
                Optional.empty(),
                Optional.of(new Nearby("/nearby", true, fields, found)),
                new Adapter.Rate(1, Duration.ofSeconds(1)));
    }

    private static Field field(String to, Source source) {
        return new Field(to, source, null, null, 10_000, false);
    }

    /** @return empty where the case has no place to ask around */
    static Optional<Put> write(Adapter adapter, Target.Asking asking, JsonNode event, Instant now) {
        JsonNode position = event.at("/place/position");
        if (!position.hasNonNull("longitude")) {
            return Optional.empty();
        }
        double unsure = position.hasNonNull("uncertaintyM")
                ? position.get("uncertaintyM").asDouble()
                : position.path("of").asText().equals("camera") ? Whereabouts.CAMERA_REACH_M : 0;
        int radiusM = (int) Math.min(Whereabouts.FARTHEST_M, Math.ceil(asking.radiusM() + unsure));
        ObjectNode data = event.deepCopy();
        data.putObject("nearby")
                .put("radiusM", radiusM)
                .put("since", now.minus(Duration.ofDays(asking.days())).toString());
        LonLat place = new LonLat(
                position.get("longitude").asDouble(), position.get("latitude").asDouble());
        return Optional.of(new Put(Filling.question(adapter, data), radiusM, new Whereabouts(place, unsure)));
    }

    /** @return empty where there is no place to ask around */
    Optional<Answer> ask(Outbox.Claimed claimed, Instant now) {
        return write(adapter, asking, FormCourier.data(claimed), now).map(question -> ask(claimed, question, now));
    }

    private Answer ask(Outbox.Claimed claimed, Put question, Instant now) {
        if (!question.form().problems().isEmpty()) {
            String said = "not asked: " + String.join("; ", question.form().problems());
            String problem = said.length() > MOST_SAID_CHARS ? said.substring(0, MOST_SAID_CHARS) + "…" : said;
            return new Answer(question.radiusM(), List.of(), problem, Reply.none(""));
        }
        pace.ifPresent(each -> each.made(now));
        Reply reply = send(claimed, question.form(), now);
        if (reply.status() / 100 != 2) {
            String problem = reply.status() == 0 ? reply.failure() : "it answered " + reply.status();
            return new Answer(question.radiusM(), List.of(), problem, reply);
        }
        Neighbours.Asked asked = new Neighbours.Asked(question.form().fields(), question.here(), question.radiusM());
        Neighbours found = Neighbours.of(adapter, asked, reply.body());
        return new Answer(question.radiusM(), found.near(), found.problem(), reply);
    }

    /** Of the question's body; empty where it is a query. */
    static Optional<MediaType> type(Adapter adapter) {
        boolean posts = adapter.nearby().filter(Nearby::post).isPresent();
        return posts ? Optional.of(adapter.body() == Adapter.Body.JSON ? JSON : FORM) : Optional.empty();
    }

    private Reply send(Outbox.Claimed claimed, Filled form, Instant now) {
        Optional<MediaType> type = type(adapter);
        if (type.isEmpty()) {
            return client.find(form.path(), form.fields(), now, PATIENCE);
        }
        String body = type.get().equals(JSON) ? form.fields().toString() : Written.form(form.fields());
        String id = "nearby-%s-%d".formatted(claimed.eventId(), now.toEpochMilli());
        return client.send(form.path(), id, now, type.get(), body.getBytes(UTF_8), PATIENCE);
    }
}
