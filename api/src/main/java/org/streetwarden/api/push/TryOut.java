package org.streetwarden.api.push;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.streetwarden.api.adapters.Adapter;
import org.streetwarden.api.adapters.Stills;

/** Shows what a target would be sent of a case, and sends nothing. Thread-safe; blocks. */
public final class TryOut {

    private static final String NO_EVENT = "00000000-0000-0000-0000-000000000000";

    private final Map<String, Target> targets;
    private final EventBodies bodies;
    private final Stills stills;

    TryOut(List<Target> targets, EventBodies bodies, Stills stills) {
        this.targets = targets.stream().collect(Collectors.toMap(Target::id, Function.identity()));
        this.bodies = bodies;
        this.stills = stills;
    }

    /**
     * As {@code openapi.yaml} promises.
     *
     * @return empty where there is no such target or case
     * @throws IOException where the evidence cannot be read now
     */
    public Optional<ObjectNode> of(String targetId, String caseNo, String op) throws IOException {
        Target target = targets.get(targetId);
        Optional<ObjectNode> event = target == null ? Optional.empty() : bodies.preview(NO_EVENT, caseNo, op);
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
        if (target.adapter().isEmpty()) {
            put(shown, "application/cloudevents+json", event.get(), List.of(), List.of(), List.of());
        } else {
            put(shown, target, target.adapter().get(), event.get());
        }
        return Optional.of(shown);
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
