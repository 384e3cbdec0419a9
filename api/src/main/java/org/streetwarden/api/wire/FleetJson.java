package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.streetwarden.api.fleet.Fleet;
import org.streetwarden.casefile.FleetStatus;

/** How the fleet looks as JSON. */
public final class FleetJson {

    private FleetJson() {}

    public static ObjectNode fleet(Fleet fleet) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("at", fleet.at().toString())
                .put("cameras", fleet.cameras())
                .put("held", fleet.held())
                .put("capacity", fleet.capacity());
        ArrayNode workers = node.putArray("workers");
        fleet.members().forEach(member -> workers.add(worker(member)));
        return node;
    }

    private static ObjectNode worker(Fleet.Member member) {
        FleetStatus status = member.status();
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", status.workerId())
                .put("alive", member.alive())
                .put("state", status.state().name())
                .put("drain", member.drain())
                .put("startedAt", status.startedAt().toString())
                .put("at", status.at().toString())
                .put("held", status.held())
                .put("capacity", status.capacity())
                .put("coresUsed", status.coresUsed())
                .put("residentBytes", status.residentBytes())
                .put("openSessions", status.openSessions())
                .put("busiest", status.busiest())
                .put("scarcest", status.scarcest());
    }
}
