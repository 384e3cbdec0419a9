package org.streetwarden.api.push;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import okhttp3.MediaType;
import org.streetwarden.api.adapters.Adapter;
import org.streetwarden.api.adapters.Filled;
import org.streetwarden.api.adapters.Stills;
import org.streetwarden.api.life.StatusMap;

/** Shows what a target would be sent of a case, and sends nothing. Thread-safe; blocks. */
public final class TryOut {

    /** Shows the question that comes before a case is pushed. */
    public static final String NEARBY = "NEARBY";

    private static final String NO_EVENT = "00000000-0000-0000-0000-000000000000";

    private final Map<String, Target> targets;
    private final EventBodies bodies;
    private final Stills stills;
    private final StatusMap map;
    private final Clock clock;

    TryOut(List<Target> targets, EventBodies bodies, Stills stills, StatusMap map, Clock clock) {
        this.targets = targets.stream().collect(Collectors.toMap(Target::id, Function.identity()));
        this.bodies = bodies;
        this.stills = stills;
        this.map = map;
        this.clock = clock;
    }

    /**
     * As {@code openapi.yaml} promises.
     *
     * @return empty where there is no such target or case
     * @throws IOException where the evidence cannot be read now
     */
    public Optional<ObjectNode> of(String targetId, String caseNo, String op) throws IOException {
        Target target = targets.get(targetId);
        boolean asks = op.equals(NEARBY);
        Optional<ObjectNode> event =
                target == null ? Optional.empty() : bodies.preview(NO_EVENT, caseNo, asks ? "CREATE" : op);
        if (event.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("target", targetId)
                .put("caseNo", caseNo)
                .put("op", op)
                .put("adapter", target.adapter().map(Adapter::name).orElse(null))
                .put("to", target.origin());
        ArrayNode headers = shown.putArray("headers");
        target.headers().keySet().stream().sorted().forEach(headers::add);
        if (asks) {
            putQuestion(shown, target, event.get());
        } else if (target.adapter().isEmpty()) {
            put(shown, "application/cloudevents+json", event.get(), List.of(), List.of(), List.of());
        } else {
            put(shown, target, target.adapter().get(), event.get());
        }
        return Optional.of(shown);
    }

    private void putQuestion(ObjectNode shown, Target target, ObjectNode event) {
        Adapter adapter = target.adapter().orElseGet(() -> Question.webhooks(map));
        Optional<Question.Put> question =
                target.asking().flatMap(how -> Question.write(adapter, how, event.path("data"), clock.instant()));
        if (question.isEmpty()) {
            String why = target.asking().isEmpty() ? "the target is not asked" : "the case has no place";
            List<String> note = List.of(why + ": nothing would be asked");
            put(shown, "", JsonNodeFactory.instance.objectNode(), List.of(), List.of(), note);
            return;
        }
        Filled form = question.get().form();
        shown.put("to", target.origin() + form.path());
        String type = Question.type(adapter).map(MediaType::toString).orElse("");
        put(shown, type, form.fields(), List.of(), form.problems(), form.notes());
    }

    private void put(ObjectNode shown, Target target, Adapter adapter, ObjectNode event) throws IOException {
        Optional<Parcel> parcel = Parcel.of(adapter, event.path("data"), stills, target.isFolder());
        if (parcel.isEmpty()) {
            List<String> note = List.of("no form for " + shown.get("op").asText() + ": nothing would be sent");
            put(shown, "", JsonNodeFactory.instance.objectNode(), List.of(), List.of(), note);
            return;
        }
        Parcel found = parcel.get();
        shown.put("to", target.origin() + found.path());
        String type = target.isFolder()
                ? "application/zip"
                : Written.of(adapter, found, NO_EVENT).type().toString();
        put(shown, type, found.fields(), found.files(), found.problems(), found.notes());
    }

    private static void put(
            ObjectNode shown,
            String type,
            ObjectNode body,
            List<Parcel.Enclosed> files,
            List<String> problems,
            List<String> notes) {
        shown.put("contentType", type).set("body", body);
        ArrayNode listed = shown.putArray("files");
        files.forEach(each -> listed.addObject()
                .put("name", each.name())
                .put("mime", each.mime())
                .put("bytes", each.content().length));
        ArrayNode wrong = shown.putArray("problems");
        problems.forEach(wrong::add);
        ArrayNode said = shown.putArray("notes");
        notes.forEach(said::add);
    }
}
