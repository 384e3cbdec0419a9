package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.streetwarden.api.sites.Site;

/** Sites as the API shows them. */
public final class SiteJson {

    private SiteJson() {}

    /** @param next where the following page starts; null on the last */
    public static ObjectNode page(List<Site> sites, Long next) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode array = node.putArray("sites");
        sites.forEach(site -> array.add(site(site)));
        return node.put("next", next);
    }

    public static ObjectNode site(Site site) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", site.id())
                .put("kind", site.kind())
                .put("longitude", site.place().longitude())
                .put("latitude", site.place().latitude())
                .put("uncertaintyM", site.uncertaintyM())
                .put("openedAt", site.openedAt().toString());
        ArrayNode views = node.putArray("views");
        site.views().forEach(view -> views.addObject()
                .put("id", view.id())
                .put("flightId", view.flightId())
                .put("at", view.at().toString())
                .put("change", view.change().name())
                .put("incidentId", view.incidentId())
                .put("areaM2", view.areaM2())
                .put("areaUnsureM2", view.areaUnsureM2())
                .put("uncertaintyM", view.uncertaintyM())
                .put("proposal", view.proposal())
                .put("proposedFor", view.proposedFor())
                .put("caseNo", view.caseNo()));
        return node;
    }
}
