package org.streetwarden.models.evaluate;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.streetwarden.models.report.Figure;

/** Scores as JSON: a figure is {@code {value, low, high}}, or null where there was nothing to measure. */
final class ScoreJson {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ScoreJson() {}

    static String of(List<ModelScore> scores) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode models = root.putArray("models");
        for (ModelScore score : scores) {
            ObjectNode model = models.addObject();
            model.put("name", score.model().name());
            model.put("version", score.model().version());
            model.put("sha256", score.model().sha256());
            ArrayNode sets = model.putArray("sets");
            score.sets().forEach(set -> put(sets.addObject(), set));
            ArrayNode targets = model.putArray("targets");
            score.outcomes().forEach(outcome -> put(targets.addObject(), outcome));
        }
        return JSON.writeValueAsString(root);
    }

    private static void put(ObjectNode node, SetScore set) {
        node.put("set", set.set()).put("part", set.part()).put("view", set.view());
        node.put("pictures", set.pictures());
        put(node, "auroc", set.auroc());
        ArrayNode classes = node.putArray("classes");
        for (ClassScore c : set.classes()) {
            ObjectNode one = classes.addObject();
            one.put("label", c.label()).put("experimental", c.experimental()).put("labelled", c.labelled());
            one.put("truths", c.truths()).put("boxes", c.boxes());
            one.put("threshold", Math.round(c.threshold() * 1e4) / 1e4);
            put(one, "ap50", c.ap50());
            put(one, "precision", c.precision());
            put(one, "recall", c.recall());
            put(one, "falsePerPicture", c.falsePerPicture());
            one.put("freePictures", c.freePictures());
            put(one, "falsePerFreePicture", c.falsePerFree());
        }
    }

    private static void put(ObjectNode node, Target.Outcome outcome) {
        node.put("set", outcome.set()).put("label", outcome.label());
        node.put("figure", outcome.target().figure().name().toLowerCase(java.util.Locale.ROOT));
        node.put("least", outcome.target().least()).put("most", outcome.target().most());
        put(node, "found", outcome.found());
        node.put("met", outcome.met());
    }

    private static void put(ObjectNode node, String name, Figure figure) {
        if (!figure.known()) {
            node.putNull(name);
            return;
        }
        node.putObject(name)
                .put("value", figure.value())
                .put("low", figure.low())
                .put("high", figure.high());
    }
}
