package org.streetwarden.api.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.adapters.Adapter;
import org.streetwarden.api.adapters.Adapter.Pictures.Mode;
import org.streetwarden.api.adapters.Filled;
import org.streetwarden.api.adapters.Filling;
import org.streetwarden.api.adapters.Stills;

/**
 * A filled form with its pictures, ready to be written.
 *
 * @param files what goes along as files
 * @param problems why it cannot be sent; empty where it can
 * @param notes what was cut or left out
 */
record Parcel(String path, ObjectNode fields, List<Enclosed> files, List<String> problems, List<String> notes) {

    private static final Set<String> WITH_PICTURES = Set.of("CREATE");

    /** One file of it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Enclosed(String name, String mime, byte[] content) {}

    /**
     * Fills it.
     *
     * @param data of the event
     * @param folder whether files can go along whatever form the adapter writes
     * @return empty where the adapter has no form for the event
     * @throws IOException where the evidence cannot be read now
     */
    static Optional<Parcel> of(Adapter adapter, JsonNode data, Stills stills, boolean folder) throws IOException {
        Optional<Filled> filled = Filling.of(adapter, data.path("op").asText(), data);
        if (filled.isEmpty()) {
            return Optional.empty();
        }
        Filled form = filled.get();
        Parcel parcel = new Parcel(
                form.path(),
                form.fields(),
                new ArrayList<>(),
                new ArrayList<>(form.problems()),
                new ArrayList<>(form.notes()));
        if (WITH_PICTURES.contains(data.path("op").asText())
                && adapter.pictures().mode() != Mode.NONE) {
            parcel.enclose(adapter, data, stills, folder);
        }
        return Optional.of(parcel);
    }

    private void enclose(Adapter adapter, JsonNode data, Stills stills, boolean folder) throws IOException {
        if (adapter.pictures().most() > 1) {
            notes.add("%s: of the pictures only that of the raise can be masked"
                    .formatted(adapter.pictures().to()));
        }
        if (adapter.pictures().mode() == Mode.REFERENCE) {
            refer(adapter, data);
            return;
        }
        Stills.Masked masked = stills.of(data.path("caseNo").asText());
        if (masked.jpeg().length == 0) {
            notes.add("%s: no picture goes along, because none is proven to be masked: %s"
                    .formatted(adapter.pictures().to(), masked.why()));
        } else if (adapter.pictures().mode() == Mode.BASE64 && !folder) {
            String text = Base64.getEncoder().encodeToString(masked.jpeg());
            put(adapter, List.of(text));
        } else {
            files.add(new Enclosed("raised.jpg", "image/jpeg", masked.jpeg()));
        }
    }

    private void refer(Adapter adapter, JsonNode data) {
        String link = data.at("/evidence/picture/href").asText();
        if (link.isEmpty()) {
            notes.add("%s: no link goes along, because the case has no picture, or the api no public address"
                    .formatted(adapter.pictures().to()));
        } else {
            put(adapter, List.of(link));
        }
    }

    private void put(Adapter adapter, List<String> texts) {
        if (adapter.body() == Adapter.Body.JSON) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            texts.forEach(array::add);
            fields.set(adapter.pictures().to(), array);
        } else {
            fields.put(adapter.pictures().to(), String.join(",", texts));
        }
    }
}
