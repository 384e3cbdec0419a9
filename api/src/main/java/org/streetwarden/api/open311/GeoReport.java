package org.streetwarden.api.open311;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.streetwarden.api.wire.KindName;
import org.streetwarden.zone.Kind;

/** Writes services and requests by the names of GeoReport v2 (wiki.open311.org), as JSON or XML. */
public final class GeoReport {

    /** A ten-thousandth of a degree is some ten metres. */
    private static final int DECIMALS = 4;

    private static final Map<Kind, String> TOLD = Map.of(
            Kind.VENDING, "Vending where it is not permitted",
            Kind.BIN_OVERFLOW, "A waste bin that overflows",
            Kind.DUMPING, "Waste that was dumped",
            Kind.GREEN_PARKING, "A vehicle on a green belt");

    private GeoReport() {}

    public static ArrayNode services() {
        ArrayNode services = JsonNodeFactory.instance.arrayNode();
        for (Kind kind : Kind.values()) {
            services.addObject()
                    .put("service_code", kind.id())
                    .put("service_name", KindName.of(kind))
                    .put("description", TOLD.get(kind))
                    .put("metadata", false)
                    .put("type", "realtime")
                    .put("keywords", "")
                    .put("group", "streets");
        }
        return services;
    }

    public static ArrayNode requests(List<ServiceRequest> requests) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        requests.forEach(request -> array.add(request(request)));
        return array;
    }

    private static ObjectNode request(ServiceRequest request) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("service_request_id", request.caseNo())
                .put("status", request.open() ? "open" : "closed")
                .put("status_notes", request.status().name())
                .put("service_name", KindName.of(request.kind()))
                .put("service_code", request.kind().id())
                .put("description", request.address() + "：" + KindName.of(request.kind()))
                .put("agency_responsible", request.unit())
                .put("requested_datetime", text(request.raisedAt()))
                .put("updated_datetime", text(request.updatedAt()))
                .put("expected_datetime", text(request.dueAt()))
                .put("address", request.address())
                .put("lat", rounded(request.latitude()))
                .put("long", rounded(request.longitude()));
    }

    private static String text(Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static BigDecimal rounded(Double degrees) {
        return degrees == null ? null : BigDecimal.valueOf(degrees).setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    /**
     * The same as XML.
     *
     * @param root {@code services} or {@code service_requests}
     * @param each {@code service} or {@code request}
     */
    public static String xml(ArrayNode array, String root, String each) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("utf-8", "1.0");
            xml.writeStartElement(root);
            for (JsonNode node : array) {
                xml.writeStartElement(each);
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    xml.writeStartElement(field.getKey());
                    xml.writeCharacters(printable(field.getValue()));
                    xml.writeEndElement();
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }

    /** XML 1.0 has no place for these at all. */
    private static String printable(JsonNode value) {
        return value.isNull() ? "" : value.asText().replaceAll("[\\p{Cntrl}\\p{Cs}\\uFFFE\\uFFFF]", "\uFFFD");
    }
}
