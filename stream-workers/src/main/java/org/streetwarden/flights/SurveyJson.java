package org.streetwarden.flights;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.CoverMap;
import org.streetwarden.flight.GroundCover;
import org.streetwarden.flight.GroundLook;
import org.streetwarden.flight.GroundSites.Site;
import org.streetwarden.flight.GroundSpot;

/**
 * A survey as JSON: what was found, what was seen too seldom to be a finding, and the ground that was seen well enough for one. The
 * same files and model give the same bytes.
 */
final class SurveyJson {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private SurveyJson() {}

    static String text(
            FlightParts parts,
            FlightGround ground,
            ModelIdentity model,
            SurveyMemory memory,
            List<FlightFinding> findings) {
        ObjectNode survey = JSON.createObjectNode();
        survey.putObject("model")
                .put("name", model.name())
                .put("version", model.version())
                .put("sha256", model.sha256());
        if (!ground.model().isEmpty()) {
            place(survey.putObject("elevation").put("model", ground.model()).putArray("takeOff"), ground.takeOff());
        }
        survey.put("pictures", memory.pictures());
        ObjectNode seen = survey.putObject("seen");
        memory.seen()
                .forEach((label, each) ->
                        seen.putObject(label).put("boxes", each.boxes()).put("pictures", each.pictures()));
        ObjectNode unplaced = survey.putObject("unplaced");
        memory.unplaced().forEach((why, count) -> unplaced.put(why.name(), count));
        parts.unused().forEach(survey.putArray("unused")::add);
        ArrayNode found = survey.putArray("findings");
        findings.forEach(finding -> finding(found.addObject(), finding, parts));
        ArrayNode others = survey.putArray("others");
        for (Site site : memory.sites()) {
            GroundSpot spot = site.spot();
            if (!spot.isFinding()) {
                spot(others.addObject().put("label", site.label()), spot).put("pictures", site.pictures());
            }
        }
        cover(survey.putObject("cover"), CoverMap.of(memory.cover()).cover());
        return survey.toPrettyString();
    }

    private static void cover(ObjectNode node, GroundCover cover) {
        place(node.putArray("corner"), cover.corner());
        node.put("cellM", cover.cellM())
                .put("columns", cover.columns())
                .put("rows", cover.rows())
                .put("bits", cover.bits());
    }

    private static void finding(ObjectNode node, FlightFinding finding, FlightParts parts) {
        node.put("id", finding.id()).put("kind", finding.kind().id()).put("label", finding.label());
        spot(node, finding.spot()).put("pictures", finding.pictures());
        look(node.putObject("first"), finding.spot().agreeing().getFirst(), parts);
        look(node.putObject("settled"), finding.spot().settled(), parts);
        look(node.putObject("clearest"), finding.spot().clearest(), parts);
    }

    private static ObjectNode spot(ObjectNode node, GroundSpot spot) {
        place(node.putArray("place"), spot.place());
        node.put("uncertaintyM", spot.uncertaintyM())
                .put("agreeing", spot.agreeing().size())
                .put("turnedDeg", spot.turnedDeg());
        if (!Double.isNaN(spot.areaM2())) {
            node.put("areaM2", spot.areaM2()).put("areaUnsureM2", spot.areaUnsureM2());
        }
        return node;
    }

    private static void look(ObjectNode node, GroundLook look, FlightParts parts) {
        parts.name(look.atUs()).ifPresent(file -> node.put("file", file));
        node.put("atUs", parts.ownUs(look.atUs())).put("score", look.score());
        node.putArray("box")
                .add(look.box().left())
                .add(look.box().top())
                .add(look.box().right())
                .add(look.box().bottom());
        place(node.putArray("place"), look.fix().place());
        place(node.putArray("camera"), look.from());
        node.put("uncertaintyM", look.fix().uncertaintyM());
        if (!Double.isNaN(look.fix().depressionDeg())) {
            node.put("depressionDeg", look.fix().depressionDeg());
        }
    }

    private static void place(ArrayNode node, LonLat place) {
        node.add(place.longitude()).add(place.latitude());
    }
}
