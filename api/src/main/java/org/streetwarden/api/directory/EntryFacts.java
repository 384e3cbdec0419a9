package org.streetwarden.api.directory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.streetwarden.directory.CatalogueEntry;
import org.streetwarden.directory.DeviceKind;
import org.streetwarden.directory.Position;

/** An entry as the directory keeps it; what a source has no column for is left out and stays as it is. */
final class EntryFacts {

    private EntryFacts() {}

    static ObjectNode of(CatalogueEntry entry) {
        ObjectNode facts = JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind(entry.kind()))
                .put("name", entry.name())
                .put("division", entry.division())
                .put("parent", entry.parent())
                .put("businessGroup", entry.businessGroup())
                .put("address", entry.address())
                .put("manufacturer", entry.manufacturer())
                .put("model", entry.model())
                .put("owner", entry.owner())
                .put("ptzType", entry.ptzType())
                .put("direction", entry.direction())
                .put("status", entry.status().name());
        putPosition(facts, entry.position());
        if (entry.purpose() != null) {
            facts.put("purpose", entry.purpose());
        }
        if (entry.sharingDocument() != null) {
            facts.put("sharingDocument", entry.sharingDocument());
        }
        return facts;
    }

    static String kind(DeviceKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void putPosition(ObjectNode facts, Position position) {
        if (position == null) {
            return;
        }
        facts.put("crs", position.declared().id()).put("x", position.x()).put("y", position.y());
        if (position.place() != null) {
            facts.put("longitude", position.place().longitude())
                    .put("latitude", position.place().latitude());
        }
        if (!position.doubt().isEmpty()) {
            facts.put("positionDoubt", position.doubt());
        }
    }
}
